import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { readConfig } from '../../kernel/config.ts'
import { systemNow } from '../../kernel/now.ts'
import { SetupError } from '../../kernel/setup-error.ts'
import { backup, type Manifest } from '../backup/index.ts'

const usage = '用法：yichuang backup 目录 [--without-keys]（目录须为空或不存在）'

/** `backup DIR`: the whole state out; 1 when it is done but contents were missing or damaged in the platform already. */
export async function run(args: readonly string[]): Promise<number> {
  const withKeys = !args.includes('--without-keys')
  const [folder, ...more] = args.filter((word) => word !== '--without-keys')
  if (folder === undefined || folder === '' || more.length > 0 || folder.startsWith('-'))
    throw new SetupError(usage, { exitCode: 2 })
  const config = readConfig()
  const now = systemNow()
  const started = performance.now()
  const target = resolve(folder)
  const manifest = await backup(config, target, { keys: withKeys }, now)
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 })
  writeFileSync(join(config.dataDir, 'last-backup.json'), `${JSON.stringify({ at: manifest.at, folder: target })}\n`, {
    mode: 0o600,
  })
  console.log(summary(manifest, target, performance.now() - started))
  if (manifest.keys.length > 0) console.log(withKeys ? keysInside(target) : keysApart(join(config.dataDir, 'keys')))
  const { lost } = manifest.files
  if (lost.length === 0) return 0
  console.error(`有 ${lost.length} 个文件在平台上已缺失或损坏，备份里没有它们：请运行 yichuang verify log 查看是哪些办件的。`)
  return 1
}

function summary({ tables, files, position, checkpoint }: Manifest, folder: string, ms: number): string {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  const bytes = tables.reduce((sum, table) => sum + table.bytes, 0)
  return [
    `备份完成：${folder}，用时 ${(ms / 1000).toFixed(1)} 秒。`,
    `${tables.length} 张表 ${rows} 行（压缩后 ${(bytes / 1e6).toFixed(1)} MB），文件 ${files.list.rows - files.lost.length} 个；`,
    `日志到第 ${position} 位，检查点到第 ${checkpoint} 个。`,
  ].join('\n')
}

function keysInside(folder: string): string {
  return `注意：密钥在 ${join(folder, 'keys')} 里，谁同时拿到密钥和备份，谁就能读出其中的个人信息、冒签检查点。请把 keys 移走单独保管；恢复前放进新数据目录的 keys 即可。`
}

function keysApart(keys: string): string {
  return `注意：备份里没有密钥，没有密钥就不能恢复。请另行保管 ${keys}；恢复前放进新数据目录的 keys。`
}
