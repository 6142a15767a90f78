// Runs before `npm start` and `npm test`: checks Node and installs what package-lock.json names, when that changed. Needs no package itself.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const stamp = `${root}node_modules/.yichuang-setup`

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19))
  fail(`需要 Node 20.19 以上，现在是 ${process.versions.node}。请升级 Node 后再试。`)

const wanted = createHash('sha256')
  .update(readFileSync(`${root}package-lock.json`))
  .update(`${process.platform} ${process.arch}`)
  .digest('hex')
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
  console.log('正在安装依赖……')
  const npm = process.env.npm_execpath // set when npm runs us: the same npm, by the same Node
  const [program, args] = npm ? [process.execPath, [npm]] : ['npm', []]
  const { status } = spawnSync(program, [...args, 'ci', '--include=dev'], { cwd: root, stdio: 'inherit' })
  if (status !== 0) fail('安装依赖没有成功，请看上面 npm 的说明。')
  writeFileSync(stamp, wanted)
}

function fail(sentence) {
  console.error(sentence)
  process.exit(1)
}
