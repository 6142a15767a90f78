import { accessSync, constants, existsSync, mkdirSync, statfsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { type Config, readConfig } from '../../kernel/config.ts'
import { closeDatabase, openDatabase, transaction } from '../../kernel/db/index.ts'
import { missingSteps } from '../../kernel/db/migrate.ts'
import { partitionOf } from '../../kernel/db/partitions.ts'
import { findPublicKey } from '../../kernel/log/index.ts'
import { systemNow } from '../../kernel/now.ts'
import { checkState, type Finding, ill, well } from '../checkup.ts'
import { type Reached, reachDatabase } from '../database.ts'

/** Checks this installation: a line for each thing looked at, exit code 1 when one of them is not in order. */
export async function run(): Promise<number> {
  const config = readConfig()
  mkdirSync(config.dataDir, { recursive: true })
  const findings = [node(), folder(config), room(config), keys(config), ...(await database(config))]
  for (const { isWell, text } of findings) console.log(`${isWell ? '好' : '坏'}  ${text}`)
  return findings.every((finding) => finding.isWell) ? 0 : 1
}

function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const isNew = major > 20 || (major === 20 && minor >= 19)
  return isNew ? well(`Node ${process.versions.node}`) : ill(`Node ${process.versions.node} 太旧：请升级到 20.19 以上`)
}

function folder({ dataDir }: Config): Finding {
  try {
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
    return well(`数据目录 ${dataDir} 可读写`)
  } catch {
    return ill(`数据目录 ${dataDir} 不可读写：请用当初启动平台的用户运行，或改正目录权限`)
  }
}

const leastRoomBytes = 2e9

function room({ dataDir }: Config): Finding {
  const { bavail, bsize } = statfsSync(dataDir)
  const text = `数据目录所在磁盘还剩 ${(Number(bavail * bsize) / 1e9).toFixed(1)} GB`
  return bavail * bsize >= leastRoomBytes ? well(text) : ill(`${text}：不足 2 GB，请清理磁盘或换一个目录`)
}

function keys({ dataDir }: Config): Finding {
  const path = join(dataDir, 'keys')
  if (!existsSync(path) || findPublicKey(path) === null)
    return ill('没有检查点签名密钥：启动一次平台即会生成；若曾生成过，请从备份恢复 keys 目录')
  if ((statSync(path).mode & 0o077) !== 0) return ill(`密钥目录 ${path} 别人也能看到：请运行 chmod 700 "${path}"`)
  return well('检查点签名密钥在')
}

async function database(config: Config): Promise<Finding[]> {
  let reached: Reached | null = null
  const client = await reachDatabase(config).then(
    (found) => {
      reached = found
      return new pg.Client({ connectionString: found.ownerUrl })
    },
    (error: Error) => error,
  )
  if (client instanceof Error) return [ill(`数据库启动不了：${client.message}`)]
  try {
    await client.connect()
    const structure = [await version(client), await steps(client), await partitions(client)]
    return structure.every((finding) => finding.isWell) ? [...structure, ...(await state(config, reached))] : structure
  } catch (error) {
    return [ill(`数据库用不了：${(error as Error).message}`)]
  } finally {
    await client.end()
    await (reached as Reached | null)?.release()
  }
}

async function state(config: Config, reached: Reached | null): Promise<Finding[]> {
  const database = openDatabase({ url: reached?.appUrl ?? '', max: 1, readOnly: true })
  return transaction(database, (tx) => checkState(tx, config, systemNow())).finally(() => closeDatabase(database))
}

async function version(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query<{ version: string }>(`select current_setting('server_version') as version`)
  const text = `数据库 PostgreSQL ${rows[0]?.version}`
  return Number.parseInt(rows[0]?.version ?? '', 10) >= 15 ? well(text) : ill(`${text} 太旧：请升级到 15 以上`)
}

async function steps(client: pg.Client): Promise<Finding> {
  const isNew =
    (await client.query(`select from pg_tables where schemaname = 'public' and tablename = 'migration'`)).rowCount === 0
  if (isNew) return ill('数据库是空的：请启动一次平台')
  const missing = await missingSteps(client)
  return missing.length === 0 ? well('数据库结构与本版本一致') : ill(`数据库结构缺 ${missing.join('、')}：请重新启动平台`)
}

async function partitions(client: pg.Client): Promise<Finding> {
  const next = Number(systemNow().today.slice(0, 4)) + 1
  const { rowCount } = await client.query(`select from pg_tables where schemaname = 'public' and tablename = $1`, [
    partitionOf(next),
  ])
  return rowCount === 1 ? well(`${next} 年的办件日志分区在`) : ill(`没有 ${next} 年的办件日志分区：请在年底前重新启动平台`)
}
