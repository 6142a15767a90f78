import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { JsonObject } from '../../../kernel/canonical.ts'
import type { Tx } from '../../../kernel/db/index.ts'
import { columns, type EventRow, hashOf } from '../../../kernel/log/index.ts'
import { caseStream } from '../../../modules/casework/index.ts'
import { type Dice, flipped } from './flip.ts'
import type { Town } from './town.ts'

/** One act of tampering that was done. */
export type Tampering = {
  /** The cases that must be named, and no other. */
  readonly cases: readonly string[]
  /** Another file of checkpoints to check against. */
  readonly file?: string
  /** True when nothing that is sealed was touched: then it may go unseen. */
  readonly isUnsealed?: boolean
  /** Puts back what lies outside the database. */
  readonly restore?: () => void
}

/** A way to tamper. @returns null when the dice fell on something that cannot be done */
export type Kind = (tx: Tx, town: Town, rng: Dice) => Promise<Tampering | null>

/** Every way, by name. Each is as likely as the others. */
export const kinds: Readonly<Record<string, Kind>> = {
  'event bit': (tx, _, rng) => flipColumn(tx, rng, 'case_event', 'case_id'),
  'event bit again': (tx, _, rng) => flipColumn(tx, rng, 'case_event', 'case_id'),
  'event bit once more': (tx, _, rng) => flipColumn(tx, rng, 'case_event', 'case_id'),
  'event deleted': async (tx, _, rng) => {
    const events = await eventsOf(tx, rng)
    const event = rng.pick([events[0], events[Math.floor(events.length / 2)], events.at(-1)])
    await sql`delete from case_event where case_id = ${event?.stream_id} and seq = ${event?.seq}`.execute(tx)
    return { cases: [caseOf(events)] }
  },
  'event and its place deleted': async (tx, _, rng) => {
    const events = await eventsOf(tx, rng)
    const { stream_id: id, seq } = rng.pick(events)
    await sql`delete from case_event where case_id = ${id} and seq = ${seq}`.execute(tx)
    await sql`delete from log_order where stream_id = ${id} and seq = ${seq}`.execute(tx)
    await sql`delete from log_inbox where stream_id = ${id} and seq = ${seq}`.execute(tx)
    return { cases: [id] }
  },
  'case deleted': async (tx, _, rng) => {
    const events = await eventsOf(tx, rng)
    for (const table of ['case_event', 'case_state', 'case_fact', 'case_number']) await deleteCase(tx, table, caseOf(events))
    return { cases: [caseOf(events)] }
  },
  'case deleted with its places': async (tx, _, rng) => {
    const events = await eventsOf(tx, rng)
    const id = caseOf(events)
    const isUnsealed = !(await isSealed(tx, id, 1))
    for (const table of ['case_event', 'case_state', 'case_fact', 'case_number']) await deleteCase(tx, table, id)
    await sql`delete from log_order where stream_id = ${id}`.execute(tx)
    await sql`delete from log_inbox where stream_id = ${id}`.execute(tx)
    return { cases: [id], isUnsealed }
  },
  'events swapped': async (tx, _, rng) => {
    const [a, b] = [rng.pick(await eventsOf(tx, rng)), rng.pick(await eventsOf(tx, rng))]
    if (a.stream_id === b.stream_id && a.seq === b.seq) return null
    await sql`delete from case_event where (case_id, seq) in ((${a.stream_id}, ${a.seq}), (${b.stream_id}, ${b.seq}))`.execute(tx)
    await insert(tx, { ...a, stream_id: b.stream_id, seq: b.seq })
    await insert(tx, { ...b, stream_id: a.stream_id, seq: a.seq })
    return { cases: [...new Set([a.stream_id, b.stream_id])] }
  },
  'event appended': async (tx, _, rng) => {
    const events = await eventsOf(tx, rng)
    const last = events.at(-1) ?? null
    if (last === null) return null
    const row = { ...last, seq: last.seq + 1, ground: 'forged', prev_hash: last.hash }
    await insert(tx, { ...row, hash: rng.below(2) === 0 ? hashOf(row) : last.hash })
    return { cases: [row.stream_id] }
  },
  'event inserted between': async (tx, _, rng) => {
    const events = await eventsOf(tx, rng)
    const before = rng.pick(events)
    const later = events.filter((event) => event.seq > before.seq)
    await sql`delete from case_event where case_id = ${before.stream_id} and seq > ${before.seq}`.execute(tx)
    let last = before
    for (const row of [{ ...before, ground: 'forged' }, ...later]) {
      const linked = { ...row, seq: last.seq + 1, prev_hash: last.hash }
      last = { ...linked, hash: hashOf(linked) }
      await insert(tx, last)
    }
    return { cases: [before.stream_id] }
  },
  'event rewritten with its hash': async (tx, _, rng) => {
    const event = rng.pick(await eventsOf(tx, rng))
    const row = { ...event, ground: 'forged' }
    await replace(tx, { ...row, hash: hashOf(row) })
    return { cases: [event.stream_id] }
  },
  'chain recomputed': (tx, _, rng) => recompute(tx, rng, false),
  'chain and state recomputed': (tx, _, rng) => recompute(tx, rng, true),
  'state bit': (tx, _, rng) => flipColumn(tx, rng, 'case_state', 'case_id'),
  'state deleted': async (tx, _, rng) => {
    const id = caseOf(await eventsOf(tx, rng))
    await deleteCase(tx, 'case_state', id)
    return { cases: [id] }
  },
  'number bit': (tx, _, rng) => flipColumn(tx, rng, 'case_number', 'case_id'),
  'fact bit': (tx, _, rng) => flipColumn(tx, rng, 'case_fact', 'case_id'),
  'fact deleted': async (tx, _, rng) => {
    const { ctid, owner } = await anyRow(tx, rng, 'case_fact', 'case_id')
    await sql`delete from case_fact where ctid = ${ctid}::tid`.execute(tx)
    return { cases: [owner] }
  },
  'fact inserted': async (tx, _, rng) => {
    const { stream_id: id, seq } = rng.pick(await eventsOf(tx, rng))
    await sql`insert into case_fact values (${id}, ${seq}, 'form/forged', '\\x00', '"x"')`.execute(tx)
    return { cases: [id] }
  },
  'file changed': async (tx, town, rng) => {
    const { path, content, cases } = await anyBlob(tx, town, rng)
    const at = rng.below(content.length)
    const changed = Buffer.from(content)
    changed.writeUInt8(changed.readUInt8(at) ^ (1 << rng.below(8)), at)
    writeFileSync(path, changed)
    return { cases, restore: () => writeFileSync(path, content) }
  },
  'file emptied': async (tx, town, rng) => {
    const { path, content, cases } = await anyBlob(tx, town, rng)
    writeFileSync(path, '')
    return { cases, restore: () => writeFileSync(path, content) }
  },
  'file record led elsewhere': async (tx, _, rng) => {
    const { ctid, owner } = await anyRow(tx, rng, 'file', 'case_id')
    await sql`update file set digest = (select digest from blob where digest <> file.digest order by digest limit 1)
      where ctid = ${ctid}::tid`.execute(tx)
    return { cases: [owner] }
  },
  'order bit': (tx, _, rng) => flipColumn(tx, rng, 'log_order', 'stream_id'),
  'order row deleted': async (tx, _, rng) => {
    const { ctid, owner } = await anyRow(tx, rng, 'log_order', 'stream_id')
    const cases = await onlyCases(tx, owner)
    await sql`delete from log_order where ctid = ${ctid}::tid`.execute(tx)
    return { cases }
  },
  'queue row deleted': async (tx, _, rng) => {
    const { ctid, owner } = await anyRow(tx, rng, 'log_inbox', 'stream_id')
    await sql`delete from log_inbox where ctid = ${ctid}::tid`.execute(tx)
    return { cases: [owner] }
  },
  'end of the order': async (tx, _, rng) => {
    await sql`update log_head set position = position ${rng.below(2) === 0 ? sql`+` : sql`-`} ${1 + rng.below(5)}`.execute(tx)
    return { cases: [] }
  },
  'checkpoint bit': async (tx, _, rng) => {
    const done = await flipColumn(tx, rng, 'checkpoint', 'n')
    return done === null ? null : { cases: [] }
  },
  'checkpoint deleted': async (tx, _, rng) => {
    const { ctid } = await anyRow(tx, rng, 'checkpoint', 'n')
    await sql`delete from checkpoint where ctid = ${ctid}::tid`.execute(tx)
    return { cases: [] }
  },
  'file line': async (_, town, rng) => {
    const lines = readFileSync(town.file, 'utf8').trimEnd().split('\n')
    const [i, j] = [rng.below(lines.length), rng.below(lines.length)]
    const [line = '', other = ''] = [lines[i], lines[j]]
    const way = rng.below(5)
    if (way === 0) lines.splice(i, 1)
    else if (way === 1) lines.splice(i, 0, other)
    else if (way === 2) lines.splice(i, 1, flipped('text', line, rng) ?? '')
    else if (way === 3 && i !== j) Object.assign(lines, { [i]: other, [j]: line })
    else if (way === 4) lines.splice(i, 0, line.slice(0, 1 + rng.below(line.length - 1)).replace('{', '['))
    else return null
    const file = `${town.file}.tampered`
    writeFileSync(file, lines.map((text) => `${text}\n`).join(''))
    return { cases: [], file }
  },
}

async function flipColumn(tx: Tx, rng: Dice, table: string, ownerColumn: string): Promise<Tampering | null> {
  const { rows: names } = await sql<{ name: string; type: string }>`
    select attname as name, typname as type from pg_attribute join pg_type on pg_type.oid = atttypid
    where attrelid = ${table}::regclass and attnum > 0 and not attisdropped order by attnum`.execute(tx)
  const { name, type } = rng.pick(names)
  const { ctid, tableoid, owner } = await anyRow(tx, rng, table, ownerColumn)
  const cases = table === 'log_order' ? await onlyCases(tx, owner) : [owner]
  const column = sql.ref(name)
  const where = sql`ctid = ${ctid}::tid and tableoid = ${tableoid}::oid`
  const asText = type === 'timestamptz' ? sql`(extract(epoch from ${column}) * 1000000)::bigint::text` : sql`${column}::text`
  const { rows } = await sql<{ value: string | null }>`select ${asText} as value from ${sql.table(table)} where ${where}`.execute(
    tx,
  )
  const value = rows[0]?.value ?? null
  const changed = flipped(type, value, rng)
  if (changed === null) return null
  const asValue =
    type === 'timestamptz'
      ? sql`timestamptz 'epoch' + ${changed}::bigint * interval '1 microsecond'`
      : sql`${changed}::text::${sql.raw(type)}`
  const done = await sql`
    update ${sql.table(table)} set ${column} = ${asValue}
    where ${where} and (${column} is null or ${column}::text <> (${asValue})::text)`.execute(tx)
  return done.numAffectedRows === 1n ? { cases } : null // the same JSON in other letters is the same
}

type AnyRow = { ctid: string; tableoid: number; owner: string }

async function anyRow(tx: Tx, rng: Dice, table: string, ownerColumn: string): Promise<AnyRow> {
  const { rows } = await sql<AnyRow>`
    select ctid::text, tableoid, ${sql.ref(ownerColumn)}::text as owner from ${sql.table(table)} order by ${sql.table(table)}::text`.execute(
    tx,
  )
  return rng.pick(rows)
}

async function eventsOf(tx: Tx, rng: Dice): Promise<EventRow[]> {
  const { rows: ids } = await sql<{ id: string }>`select case_id as id from case_event where seq = 1 order by case_id`.execute(tx)
  const { rows } = await sql<EventRow>`
    select ${columns(caseStream)} from case_event where case_id = ${rng.pick(ids).id} order by seq`.execute(tx)
  return rows
}

function caseOf(events: readonly EventRow[]): string {
  return events[0]?.stream_id ?? ''
}

async function onlyCases(tx: Tx, owner: string): Promise<string[]> {
  const { rows } = await sql`select from case_event where case_id = ${owner} limit 1`.execute(tx)
  return rows.length > 0 ? [owner] : []
}

async function isSealed(tx: Tx, caseId: string, seq: number): Promise<boolean> {
  const { rows } = await sql`
    select from log_order join checkpoint on position between from_position and to_position
    where stream_id = ${caseId} and seq = ${seq}`.execute(tx)
  return rows.length > 0
}

async function deleteCase(tx: Tx, table: string, caseId: string): Promise<void> {
  await sql`delete from ${sql.table(table)} where case_id = ${caseId}`.execute(tx)
}

async function recompute(tx: Tx, rng: Dice, withState: boolean): Promise<Tampering> {
  const events = await eventsOf(tx, rng)
  const from = rng.pick(events).seq
  let before: Buffer | null = null
  let isUnsealed = withState
  for (const event of events) {
    const row: EventRow =
      event.seq < from ? event : { ...event, prev_hash: before, ground: event.seq === from ? 'forged' : event.ground }
    const hash = event.seq < from ? event.hash : hashOf(row)
    if (event.seq >= from) {
      await replace(tx, { ...row, hash })
      if (await isSealed(tx, row.stream_id, row.seq)) isUnsealed = false
    }
    before = hash
  }
  if (withState) await sql`update case_state set hash = ${before} where case_id = ${caseOf(events)}`.execute(tx)
  return { cases: [caseOf(events)], isUnsealed }
}

async function replace(tx: Tx, row: EventRow): Promise<void> {
  await sql`delete from case_event where case_id = ${row.stream_id} and seq = ${row.seq}`.execute(tx)
  await insert(tx, row)
}

async function insert(tx: Tx, row: EventRow): Promise<void> {
  await sql`
    insert into case_event values (${row.stream_id}, ${row.seq}, ${row.v}, ${row.kind}, ${JSON.stringify(row.body satisfies JsonObject)}::jsonb,
      ${row.actor}, ${row.on_behalf_of}, ${row.authority}, ${row.ground}, ${row.channel}, ${row.place}, ${row.effective_on}, ${row.at},
      ${row.prev_hash}, ${row.hash})`.execute(tx)
}

async function anyBlob(tx: Tx, town: Town, rng: Dice): Promise<{ path: string; content: Buffer; cases: string[] }> {
  const { rows } = await sql<{ digest: string; cases: string[] }>`
    select digest, array_agg(case_id::text) as cases from file group by digest order by digest`.execute(tx)
  const { digest, cases } = rng.pick(rows)
  const path = join(town.folder, 'files', digest.slice(0, 2), digest.slice(2, 4), digest)
  return { path, content: readFileSync(path), cases }
}
