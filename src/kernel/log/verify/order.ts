import { sql } from 'kysely'
import type { Tx } from '../../db/index.ts'
import type { Findings, Place } from './findings.ts'

const page = 10_000

/**
 * Checks the part of the one order that no checkpoint covers yet: dense, and as long as its head says.
 *
 * @param upTo    last position under a checkpoint
 * @param strays  events that the order does not know: each explains one gap
 */
export async function checkOrder(tx: Tx, upTo: number, strays: number, found: Findings): Promise<void> {
  const head = await headOf(tx)
  const gaps: number[] = []
  const beyond: Place[] = []
  let last = upTo
  for await (const row of rowsOutside(tx, upTo)) {
    if (row.position < 1 || row.position > head) beyond.push(row)
    if (row.position < 1) continue
    for (let position = last + 1; position < row.position && gaps.length < most; position++) gaps.push(position)
    last = row.position
  }
  const inside = gaps.filter((position) => position <= head)
  if (gaps.length === 0 && last > head) return found.addGeneral(`次序记到第 ${last} 位，末端记录为第 ${head} 位`)
  for (const place of beyond) found.add(place, '次序记录被改动')
  const explained = strays + beyond.length
  for (const position of inside.slice(explained)) found.addGeneral(`次序第 ${position} 位缺失`)
  const atEnd = explained - inside.length
  if (last < head && head - last > Math.max(0, atEnd)) found.addGeneral(`次序记到第 ${last} 位，末端记录为第 ${head} 位`)
}

const most = 10_000 // gaps told of one by one

async function headOf(tx: Tx): Promise<number> {
  const { rows } = await sql<{ position: number }>`select position from log_head`.execute(tx)
  return rows[0]?.position ?? 0
}

async function* rowsOutside(tx: Tx, upTo: number): AsyncGenerator<Place & { position: number }> {
  for (let after = Number.MIN_SAFE_INTEGER; ; ) {
    const { rows } = await sql<Place & { position: number }>`
      select position, stream, stream_id as "streamId", seq from log_order
      where position > ${after} and (position < 1 or position > ${upTo}) order by position limit ${page}`.execute(tx)
    yield* rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < page) return
    after = last.position
  }
}
