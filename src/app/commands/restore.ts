import { resolve } from 'node:path'
import { readConfig } from '../../kernel/config.ts'
import { systemNow } from '../../kernel/now.ts'
import { SetupError } from '../../kernel/setup-error.ts'
import { restore } from '../backup/index.ts'
import { run as verify } from './verify.ts'

/** `restore DIR`: the whole state back, then `verify log`; its result is the result. */
export async function run(args: readonly string[]): Promise<number> {
  const [folder, ...more] = args
  if (folder === undefined || folder === '' || more.length > 0)
    throw new SetupError('用法：yichuang restore 目录（数据目录和数据库须为空）', { exitCode: 2 })
  const started = performance.now()
  const { position, at } = await restore(readConfig(), resolve(folder), systemNow())
  console.log(
    `已恢复 ${localTime(at)} 的备份，日志到第 ${position} 位，用时 ${((performance.now() - started) / 1000).toFixed(1)} 秒。正在核对……`,
  )
  const code = await verify(['log'])
  console.log(
    code === 0
      ? '核对完好：日志、检查点、事实、文件和状态都与备份前一致。'
      : '核对发现上列问题：备份之前就已存在，恢复没有增减。',
  )
  return code
}

function localTime(at: string): string {
  return new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
}
