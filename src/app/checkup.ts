import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Config } from '../kernel/config.ts'
import type { Tx } from '../kernel/db/index.ts'
import { checkpointFile, lastCheckpoint, lastInFile } from '../kernel/log/index.ts'
import type { Now } from '../kernel/now.ts'
import { findHolder } from '../kernel/postgres/index.ts'
import { unrenderedDocuments } from '../modules/document/index.ts'
import { countWaiting } from '../modules/notification/index.ts'

/** What a check found: in order, or not and what to do. */
export type Finding = { readonly isWell: boolean; readonly text: string }

export const well = (text: string): Finding => ({ isWell: true, text })
export const ill = (text: string): Finding => ({ isWell: false, text })

/** Looks at what should be happening by itself: following, jobs, documents, checkpoints, backups. */
export async function checkState(tx: Tx, config: Pick<Config, 'dataDir'>, now: Now): Promise<Finding[]> {
  const isWorking = findHolder(join(config.dataDir, 'worker.lock')) !== null
  return [
    await parked(tx),
    await lag(tx, isWorking),
    await jobs(tx),
    await documents(tx, now),
    await messages(tx, now),
    await checkpoints(tx, checkpointFile(config.dataDir), now),
    await backupRoom(tx),
    ...lastBackup(join(config.dataDir, 'last-backup.json'), now),
  ]
}

async function parked(tx: Tx): Promise<Finding> {
  const { rows } = await sql<{ follower: string; count: number; failure: string }>`
    select follower, count(*) as count, min(failure) as failure from follower_parked group by follower order by follower`.execute(
    tx,
  )
  if (rows.length === 0) return well('没有搁置的后续处理')
  const each = rows.map(({ follower, count, failure }) => `${follower} ${count} 条（${failure}）`).join('、')
  return ill(`有搁置的后续处理：${each}。平台每分钟重试；一直不恢复时，请查看数据目录 log 里的记录`)
}

const mostBehind = 1_000

async function lag(tx: Tx, isWorking: boolean): Promise<Finding> {
  const { rows } = await sql<{ name: string; behind: number }>`
    select f.name, h.position - f.position + (select count(*) from log_inbox) as behind from follower f, log_head h order by behind desc`.execute(
    tx,
  )
  const [most] = rows
  if (most === undefined || most.behind === 0) return well('后续处理都跟上了日志')
  const text = `后续处理 ${most.name} 落后 ${most.behind} 个事件`
  return isWorking && most.behind > mostBehind ? ill(`${text}：请稍后再查，若不减少，请查看数据目录 log 里的记录`) : well(text)
}

async function jobs(tx: Tx): Promise<Finding> {
  const { rows } = await sql<{ name: string; count: number }>`
    select task_identifier as name, count(*) as count from graphile_worker.jobs where attempts >= max_attempts group by 1 order by 1`.execute(
    tx,
  )
  if (rows.length === 0) return well('没有失败而放弃的任务')
  return ill(
    `有失败而放弃的任务：${rows.map(({ name, count }) => `${name} ${count} 个`).join('、')}。请查看数据目录 log 里的记录`,
  )
}

const patienceMs = 600_000

/** A document's id tells when it was made. */
async function documents(tx: Tx, now: Now): Promise<Finding> {
  const waiting = await unrenderedDocuments(tx, 1_000)
  const late = waiting.filter(
    ({ documentId }) => now.at.getTime() - Number.parseInt(documentId.replaceAll('-', '').slice(0, 12), 16) > patienceMs,
  )
  if (late.length === 0) return well(`文书都已制成${waiting.length === 0 ? '' : `（${waiting.length} 份正在制作）`}`)
  return ill(
    `有 ${late.length}${late.length === 1_000 ? ' 份以上' : ' 份'}文书过了十分钟还没有制成：平台在运行时会自动制作，若一直如此，请查看数据目录 log 里的记录`,
  )
}

/** Messages that wait to be sent: those that nobody came back to within ten minutes of when they were due. */
async function messages(tx: Tx, now: Now): Promise<Finding> {
  const { waiting, late } = await countWaiting(tx, new Date(now.at.getTime() - patienceMs))
  if (late === 0) return well(waiting === 0 ? '没有等着发的消息' : `${waiting} 条消息等着发`)
  return ill(
    `有 ${late} 条消息到点十分钟还没有发出：平台在运行时会自动再发，若一直如此，请查看短信网关设置和数据目录 log 里的记录`,
  )
}

const mostLateMs = 300_000

async function checkpoints(tx: Tx, path: string, now: Now): Promise<Finding> {
  const last = await lastCheckpoint(tx)
  if (last === null) return well('还没有检查点')
  if (!existsSync(path)) return ill(`检查点文件 ${path} 不在了：请查明是谁移走的，并从备份恢复`)
  const written = lastInFile(path)
  if (written >= last.n || now.at.getTime() - last.at.getTime() < mostLateMs) return well(`检查点文件在，写到第 ${written} 个`)
  return ill(`检查点文件只写到第 ${written} 个，数据库里已有 ${last.n} 个：请启动平台补写，若不变，请检查目录权限和磁盘`)
}

async function backupRoom(tx: Tx): Promise<Finding> {
  const { rows } = await sql<{ bytes: number }>`
    select pg_database_size(current_database()) / 4 + (select coalesce(sum(bytes), 0) from blob) as bytes`.execute(tx)
  return well(`备份一次大约需要 ${(Number(rows[0]?.bytes ?? 0) / 1e9).toFixed(2)} GB`)
}

const mostDays = 7

function lastBackup(path: string, now: Now): Finding[] {
  if (!existsSync(path)) return []
  const { at, folder } = JSON.parse(readFileSync(path, 'utf8')) as { at: string; folder: string }
  const days = Math.floor((now.at.getTime() - Date.parse(at)) / 86_400_000)
  const text = `上次备份在 ${days} 天前（${folder}）`
  return [days <= mostDays ? well(text) : ill(`${text}：请尽快再备份`)]
}
