import pg from 'pg'
import { closeDatabase, openDatabase, transaction } from '../../kernel/db/index.ts'
import { systemNow } from '../../kernel/now.ts'
import { toSettle } from '../../modules/casework/index.ts'
import type { Bench } from './figure.ts'
import { openPlace } from './place.ts'

const mostMs = 1_000
const share = 1_000 // of so many open cases one has a limit that has passed

/**
 * `bench passed`: how long it takes to find what time has passed among so many open clocks, and the longest overdue of them as the job
 * of every minute asks for them. The rows are as narrow as can be: their folds are never read here.
 */
export const bench: Bench = async ({ count }, print) => {
  const cases = count ?? 1_000_000
  const place = await openPlace('passed')
  const owner = new pg.Client({ connectionString: place.ownerUrl })
  const database = openDatabase({ url: place.appUrl, max: 1 })
  await owner.connect()
  const figure = (name: string, value: number, unit: string) =>
    print({ bench: 'passed', figure: name, value: Math.round(value * 10) / 10, unit, cases })
  try {
    await fill(owner, cases)
    const { today } = systemNow()
    const found = 'select case_id from case_state where next_settle_on < $1'
    const { rows: plan } = await owner.query<{ 'QUERY PLAN': string }>(`explain ${found.replace('$1', `'${today}'`)}`)
    if (!plan.some((line) => line['QUERY PLAN'].includes('case_state_settle'))) throw new Error(JSON.stringify(plan))

    const all = await timed(async () => (await owner.query(found, [today])).rowCount ?? 0)
    if (all.value !== Math.floor(cases / share)) throw new Error(`found ${all.value} of ${Math.floor(cases / share)}`)
    figure('all that passed', all.ms, `ms, at most ${mostMs}`)
    const next = await timed(() => transaction(database, (tx) => toSettle(tx, today, 2_000)))
    figure('the longest overdue', next.ms, `ms, at most ${mostMs}`)
    return all.ms <= mostMs && next.ms <= mostMs
  } finally {
    await closeDatabase(database)
    await owner.end()
    await place.close()
  }
}

/** Open cases with limits over the coming two months, and some whose limit has passed; the indexes are made when all rows are there. */
async function fill(owner: pg.Client, cases: number): Promise<void> {
  const { rows: indexes } = await owner.query<{ name: string; definition: string }>(
    `select indexname as name, indexdef as definition from pg_indexes
     where schemaname = 'public' and tablename = 'case_state' and indexname not like '%_pkey'`,
  )
  for (const { name } of indexes) await owner.query(`drop index ${name}`)
  await owner.query(
    `insert into case_state (case_id, number, item_code, version_id, rule_set, organisation, applicant_id, state, received_on, due_on,
       promised_on, next_settle_on, seq, hash, at, fold_version, fold, dated_from, dated_until, tightest_on)
     select ('019b76da-a801-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid, i::text, 'ITEM' || i % 500, zero, 'permit',
       'ORGANISATION' || i % 3000, zero, 'accepted', today - 30, due, due, due, 2, ''::bytea, today, 1, '{}', today - 30, due, due
     from (select i, $2::date as today, '00000000-0000-0000-0000-000000000000'::uuid as zero,
       case when i % $3::int = 0 then $2::date - 1 - i % 7 else $2::date + i % 60 end as due from generate_series(1, $1::int) as i) as made`,
    [cases, systemNow().today, share],
  )
  for (const { definition } of indexes) await owner.query(definition)
  await owner.query('vacuum analyze case_state')
}

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; ms: number }> {
  const startedMs = performance.now()
  const value = await work()
  return { value, ms: performance.now() - startedMs }
}
