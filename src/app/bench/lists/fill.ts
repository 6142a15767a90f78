import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import copy from 'pg-copy-streams'
import { newId } from '../../../kernel/ids.ts'
import { type EventRow, hashOf } from '../../../kernel/log/index.ts'

/** A case of which others are made, and how many for each of its kind. */
export type Template = { readonly caseId: string; readonly weight: number }

/** What stands of a template in the tables that lists and figures read. */
type Original = {
  readonly caseId: string
  readonly number: string
  readonly applicantId: string
  readonly events: readonly EventRow[]
  /** The row of `case_state`, column by column as text. */
  readonly state: ReadonlyMap<string, string | null>
}

const chunk = 2_000

/**
 * Makes so many cases by COPY out of a few that came about by their acts: each with an id, a number and an applicant of its own, its own chain
 * of events and the state that these fold to. What hangs on a case besides – facts, files, letters – no list reads, and it is not copied.
 *
 * @returns ids of some of them, spread over all
 */
export async function fill(
  owner: pg.ClientBase,
  templates: readonly Template[],
  applicants: readonly string[],
  count: number,
): Promise<string[]> {
  const indexes = await withoutIndexes(owner)
  const weights = templates.reduce((sum, { weight }) => sum + weight, 0)
  const sample: string[] = []
  let position = await endOfOrder(owner)
  let made = 0
  for (const [n, { caseId, weight }] of templates.entries()) {
    const share = n === templates.length - 1 ? count - made : Math.min(Math.round((count * weight) / weights), count - made)
    const original = await originalOf(owner, caseId)
    const copyOne = copierOf(original)
    for (let from = 0; from < share; from += chunk) {
      const size = Math.min(chunk, share - from)
      const copies = Array.from({ length: size }, (_, i) =>
        copyOne(
          from + i,
          `${String(n).padStart(4, '0')}${String(from + i).padStart(10, '0')}`,
          applicants[(made + i) % applicants.length] ?? '',
        ),
      )
      sample.push(copies[0]?.id ?? '')
      const events = copies.flatMap((one) => one.events)
      const columns = [...original.state.keys()].join(', ')
      await into(
        owner,
        `case_state (${columns})`,
        copies.map((one) => one.state),
      )
      await into(
        owner,
        'case_number (number, case_id)',
        copies.map(({ number, id }) => `${number}\t${id}\n`),
      )
      await into(owner, `case_event (${eventColumns.join(', ')})`, events.map(eventLine))
      await into(
        owner,
        'log_order (position, stream, stream_id, seq)',
        events.map(({ stream_id, seq }) => `${++position}\tcase\t${stream_id}\t${seq}\n`),
      )
      made += size
    }
  }
  await owner.query('update log_head set position = $1', [position])
  for (const definition of indexes) await owner.query(definition)
  await owner.query('vacuum analyze case_state, case_number, case_event, log_order')
  return sample
}

/** Gives copies of a case. */
function copierOf(original: Original) {
  const { caseId, number, applicantId, events, state } = original
  const last = events.at(-1)
  if (last === undefined) throw new Error('a case without events')
  const pattern = new RegExp(`(${[caseId, number, applicantId].join('|')})`)
  const bodies = events.map(({ body }) => JSON.stringify(body).split(pattern))
  const line = [...state].map(([column, text]) => (column === 'hash' ? 'HASH' : text === null ? '\\N' : escaped(text))).join('\t')
  const pieces = line.split(new RegExp(`(${[caseId, number, applicantId, '\\tHASH\\t'].join('|')})`))
  const bornMs = events[0]?.at.getTime() ?? 0
  return (i: number, serial: string, applicant: string) => {
    const id = newId(new Date(bornMs + (i % 3_600_000)))
    const own = new Map([
      [caseId, id],
      [number, serial],
      [applicantId, applicant],
    ])
    const filled = (parts: readonly string[]) => parts.map((part) => own.get(part) ?? part).join('')
    let prev_hash: Buffer | null = null
    const chain = events.map((event, at): EventRow => {
      const on_behalf_of = event.on_behalf_of === applicantId ? applicant : event.on_behalf_of
      const row = { ...event, stream_id: id, body: JSON.parse(filled(bodies[at] ?? [])), on_behalf_of, prev_hash }
      const hash = hashOf(row)
      prev_hash = hash
      return { ...row, hash }
    })
    own.set('\tHASH\t', `\t\\\\x${chain.at(-1)?.hash.toString('hex')}\t`)
    return { id, number: serial, events: chain, state: `${filled(pieces)}\n` }
  }
}

const eventColumns = [
  'case_id',
  'seq',
  'v',
  'kind',
  'body',
  'actor',
  'on_behalf_of',
  'authority',
  'ground',
  'channel',
  'place',
  'effective_on',
  'at',
  'prev_hash',
  'hash',
] as const

function eventLine({ stream_id, ...event }: EventRow): string {
  const row: Readonly<Record<string, unknown>> = { ...event, case_id: stream_id }
  return `${eventColumns.map((column) => textOf(row[column])).join('\t')}\n`
}

/** A value as COPY reads it. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return '\\N'
  if (Buffer.isBuffer(value)) return `\\\\x${value.toString('hex')}`
  if (value instanceof Date) return value.toISOString()
  return escaped(typeof value === 'object' ? JSON.stringify(value) : String(value))
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n')
}

async function originalOf(owner: pg.ClientBase, caseId: string): Promise<Original> {
  const { rows: named } = await owner.query<{ name: string }>(
    `select column_name as name from information_schema.columns
     where table_schema = 'public' and table_name = 'case_state' order by ordinal_position`,
  )
  const names = named.map(({ name }) => name)
  const { rows: states } = await owner.query<Record<string, string | null>>(
    `select ${names.map((name) => `${name}::text`).join(', ')} from case_state where case_id = $1`,
    [caseId],
  )
  const [state] = states
  if (state === undefined) throw new Error('no template')
  const { rows: events } = await owner.query<EventRow>(
    `select case_id as stream_id, seq, v, kind, body, actor, on_behalf_of, authority, ground, channel, place, effective_on::text, at,
       prev_hash, hash from case_event where case_id = $1 order by seq`,
    [caseId],
  )
  return {
    caseId,
    number: state.number ?? '',
    applicantId: state.applicant_id ?? '',
    events,
    state: new Map(names.map((name) => [name, state[name] ?? null])),
  }
}

/** Takes the indexes of large tables away, so that rows come in fast. @returns how to make them again */
async function withoutIndexes(owner: pg.ClientBase): Promise<string[]> {
  const { rows } = await owner.query<{ name: string; definition: string }>(
    `select indexname as name, indexdef as definition from pg_indexes
     where schemaname = 'public' and tablename = 'case_state' and indexname not like '%_pkey'`,
  )
  for (const { name } of rows) await owner.query(`drop index ${name}`)
  return rows.map(({ definition }) => definition)
}

async function endOfOrder(owner: pg.ClientBase): Promise<number> {
  const { rows } = await owner.query<{ position: string }>('select position from log_head')
  return Number(rows[0]?.position ?? 0)
}

/** Lines in large pieces, so that making them costs little. */
async function into(client: pg.ClientBase, table: string, lines: readonly string[]): Promise<void> {
  const pieces = function* () {
    for (let from = 0; from < lines.length; from += 500) yield lines.slice(from, from + 500).join('')
  }
  await pipeline(Readable.from(pieces()), client.query(copy.from(`copy ${table} from stdin`)))
}
