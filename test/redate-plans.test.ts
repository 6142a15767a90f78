import { type RawNode, sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Tx, transaction } from '../src/kernel/db/index.ts'
import { nextQueued, queueOrganisation, queueReached } from '../src/modules/casework/redate/store.ts'
import { countsAtDesk } from '../src/modules/casework/waiting/store.ts'
import { type Reach, reachOf } from '../src/modules/clock/index.ts'
import { freshDatabase, type TestDatabase } from './database.ts'

/*
 * A table on which a plan tells something: 60 000 cases of 600 organisations in ten provinces, every twentieth still open, its limit in the
 * next hundred days; 3 000 in the queue.
 */
let base: TestDatabase
beforeAll(async () => {
  base = await freshDatabase({ max: 1 })
  const owner = new pg.Client({ connectionString: base.ownerUrl })
  await owner.connect()
  await owner.query(`
    insert into division (code, name, level, edition) select (10 + n) || '0000000000', 'P' || n, 1, 2024 from generate_series(0, 9) n;
    insert into organisation (uscc, name, division_code)
      select 'ORG' || lpad(n::text, 15, '0'), 'O' || n, (10 + n % 10) || '0000000000' from generate_series(0, 599) n;
    insert into case_state (case_id, number, item_code, version_id, rule_set, organisation, applicant_id, state, received_on, seq, hash, at,
        fold_version, fold, tightest_on, dated_from, dated_until)
      select gen_random_uuid(), 'N' || n, 'I', gen_random_uuid(), 'permit', 'ORG' || lpad((n % 600)::text, 15, '0'), gen_random_uuid(),
        case when is_open then 'accepted' else 'delivered' end, date '2026-01-01', 1, '\\x00', now(), 1, jsonb_build_object('timers', '{}'::jsonb),
        date '2026-05-01', case when is_open then date '2026-03-02' - n % 30 end, case when is_open then date '2026-03-02' + n % 100 end
      from (select n, n % 20 = 0 as is_open from generate_series(1, 60000) n) as cases;
    insert into case_to_redate (case_id, version) select case_id, gen_random_uuid() from case_state where dated_until is not null;
    analyze`)
  await owner.end()
})
afterAll(() => base.close())

/** How the database would run what a function of the store asks, with these very parameters; it is not run. */
async function planOf(ask: (tx: Tx) => Promise<unknown>): Promise<string> {
  const lines: string[] = []
  await transaction(base.db, async (tx) => {
    const explaining = tx.withPlugin({
      transformQuery: ({ node }) => {
        const [first = '', ...rest] = (node as RawNode).sqlFragments
        return { ...(node as RawNode), sqlFragments: [`explain ${first}`, ...rest] }
      },
      transformResult: async ({ result }) => {
        lines.push(...result.rows.map((row) => String(row['QUERY PLAN'])))
        return result
      },
    })
    await ask(explaining as Tx)
  })
  return lines.join('\n')
}

const closure = { from: '2026-03-20', to: '2026-03-21' }

test.each<[string, Reach]>([
  ['the nation', reachOf('national')],
  ['a province', reachOf('division:120000000000')],
  ['a city', reachOf('division:120100000000')],
  ['a place', reachOf('place:hall')],
])(
  'the cases that a closure of %s may move are found by the index of the days between which their clocks run',
  async (_, reach) => {
    const plan = await planOf((tx) => queueReached(tx, closure, reach))
    expect(plan).toMatch(/Index.* using case_state_dated|Bitmap Index Scan on case_state_dated/)
    expect(plan).not.toContain('Seq Scan on case_state')
  },
)

test('the open cases of an organisation that moved are found by an index as well', async () => {
  const plan = await planOf((tx) => queueOrganisation(tx, 'ORG000000000000020'))
  expect(plan).toMatch(/case_state_d(ated|esk)/)
  expect(plan).not.toContain('Seq Scan on case_state')
})

test('the next of the queue are read from where the last batch ended, each case by its key', async () => {
  const plan = await planOf((tx) => nextQueued(tx, '80000000-0000-4000-8000-000000000000', 100))
  expect(plan).toContain('case_to_redate_pkey')
  expect(plan).toContain('case_state_pkey')
  expect(plan).not.toMatch(/Seq Scan on case_(state|to_redate)/)
})

test('how much waits at the offices of a desk is counted by the index of its lists', async () => {
  const plan = await planOf((tx) =>
    countsAtDesk(tx, ['ORG000000000000020', 'ORG000000000000040'], ['accepted', 'delivered'], 100),
  )
  expect(plan).toMatch(/Index.* (using|on) case_state_desk/)
  expect(plan).not.toContain('Seq Scan on case_state')
})

test('a plan without that index is told apart', async () => {
  const plan = await planOf((tx) => sql`select case_id from case_state where dated_from < '2026-03-21'`.execute(tx))
  expect(plan).toContain('Seq Scan on case_state')
})
