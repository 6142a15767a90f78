import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import copy from 'pg-copy-streams'

/**
 * Writes by plain COPY and UPDATE, in one transaction, what re-dating wrote for a case, for as many others: the event, its place in the
 * queue for an order, the new state, which comes by COPY into a table of its own and goes on from there. Nothing is read, reckoned,
 * hashed or locked one by one.
 *
 * @param example a case that was re-dated
 * @param set     organisation of the cases that are written
 * @returns seconds
 */
export async function writePlainly(ownerUrl: string, example: string, set: string): Promise<{ seconds: number; rows: number }> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const { rows: ids } = await client.query<{ id: string }>(
      'select case_id as id from case_state where organisation = $1 order by case_id',
      [set],
    )
    const { rows } = await client.query<{ line: string }>(
      `select concat_ws(E'\\t', seq, v, kind, replace(body::text, '\\', '\\\\'), actor, authority, coalesce(ground, '\\N'), channel,
         effective_on, at, '\\' || prev_hash::text, '\\' || hash::text) as line
       from case_event where case_id = $1 and kind = 'redated'`,
      [example],
    )
    const line = rows[0]?.line ?? ''
    const seq = line.slice(0, line.indexOf('\t'))
    const { rows: states } = await client.query<{ id: string; line: string }>(
      `select s.case_id as id, concat_ws(E'\\t', e.seq, '\\' || e.hash::text, e.at, replace((s.fold || jsonb_build_object('timers',
         e.fold -> 'timers'))::text, '\\', '\\\\'), e.due_on, coalesce(e.promised_on::text, '\\N'), coalesce(e.next_settle_on::text, '\\N'),
         e.dated_from, e.dated_until, e.tightest_on) as line
       from case_state s, case_state e where s.case_id = $2 and e.case_id = $1`,
      [example, ids[0]?.id],
    )
    const [state] = states
    if (state === undefined) throw new Error('nothing to write plainly')
    await client.query(`create unlogged table brought (case_id uuid, seq int, hash bytea, at timestamptz, fold jsonb, due_on date,
      promised_on date, next_settle_on date, dated_from date, dated_until date, tightest_on date)`)
    await client.query('checkpoint')
    const startedMs = performance.now()
    await client.query('begin')
    await into(
      client,
      'case_event (case_id, seq, v, kind, body, actor, authority, ground, channel, effective_on, at, prev_hash, hash)',
      ids.map(({ id }) => `${id}\t${line}\n`),
    )
    await into(
      client,
      'log_inbox (stream, stream_id, seq)',
      ids.map(({ id }) => `case\t${id}\t${seq}\n`),
    )
    await into(
      client,
      'brought',
      ids.map(({ id }) => `${id}\t${state.line.replace(state.id, id)}\n`),
    )
    await client.query(`
      update case_state s set seq = r.seq, hash = r.hash, at = r.at, fold = r.fold, due_on = r.due_on, promised_on = r.promised_on,
        next_settle_on = r.next_settle_on, dated_from = r.dated_from, dated_until = r.dated_until,
        tightest_on = r.tightest_on
      from brought r where s.case_id = r.case_id`)
    await client.query('commit')
    return { seconds: (performance.now() - startedMs) / 1000, rows: ids.length }
  } finally {
    await client.end()
  }
}

/** Lines in large pieces, so that making them costs little. */
async function into(client: pg.Client, table: string, lines: readonly string[]): Promise<void> {
  const pieces = function* () {
    for (let from = 0; from < lines.length; from += 500) yield lines.slice(from, from + 500).join('')
  }
  await pipeline(Readable.from(pieces()), client.query(copy.from(`copy ${table} from stdin`)))
}
