import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findBinaries } from '../../kernel/postgres/binaries.ts'
import { SetupError } from '../../kernel/setup-error.ts'
import { layOut } from '../pack.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** `pack [FILE.tgz]`: one archive that starts wherever it is unpacked on machines of this kind, without registry or network. */
export async function run(args: readonly string[]): Promise<number> {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  const [name = `yichuang-${version}-${process.platform}-${process.arch}.tgz`, ...more] = args
  if (more.length > 0 || name.startsWith('-')) throw new SetupError('用法：yichuang pack [文件.tgz]', { exitCode: 2 })
  const file = resolve(name)
  if (existsSync(file)) throw new SetupError(`${file} 已存在：请换一个名字，或先移走它。`)
  const started = performance.now()
  carryOut('安装依赖', process.execPath, [join(root, 'scripts', 'setup.mjs')])
  findBinaries() // the embedded database is there, its libraries linked

  mkdirSync(dirname(file), { recursive: true })
  const work = mkdtempSync(join(dirname(file), '.yichuang-pack-'))
  try {
    const count = layOut(root, join(work, 'yichuang'))
    carryOut('打包', 'tar', ['-czf', join(work, 'pack.tgz'), '-C', work, 'yichuang'])
    renameSync(join(work, 'pack.tgz'), file)
    const seconds = ((performance.now() - started) / 1000).toFixed(0)
    console.log(`已打包 ${file}：${count} 个文件，${(statSync(file).size / 1e6).toFixed(0)} MB，用时 ${seconds} 秒。`)
    console.log(
      `适用于 ${process.platform}-${process.arch}、Node 20.19 以上；解开后在其目录里：正式使用先运行 node bin/yichuang init，再运行 node bin/yichuang serve；试用运行 npm start，会装入虚构的演示城市。`,
    )
    return 0
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

function carryOut(what: string, program: string, args: readonly string[]): void {
  const { status, error } = spawnSync(program, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
  if (status !== 0) throw new SetupError(`${what}没有成功${error === undefined ? '' : `（${error.message}）`}，请看上面的说明。`)
}
