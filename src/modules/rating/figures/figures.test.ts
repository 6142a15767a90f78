import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase, type TestDatabase } from '../../../../test/database.ts'
import { system } from '../../../kernel/actor.ts'
import type { JsonObject } from '../../../kernel/canonical.ts'
import { type Tx, transaction } from '../../../kernel/db/index.ts'
import { newId } from '../../../kernel/ids.ts'
import { reset } from '../../../kernel/log/follower.ts'
import { eventsOf, follow, recordEach, sequence } from '../../../kernel/log/index.ts'
import { nowAt } from '../../../kernel/now.ts'
import { figureNames, type LevelCode, levels } from '../contract.ts'
import { foldOrder } from '../rules.ts'
import { orderRow } from '../service/record.ts'
import * as rating from '../store.ts'
import { figureKeeper } from './follower.ts'
import { figures } from './store.ts'

const now = nowAt('2026-03-02T09:00:00+08:00')
let base: TestDatabase
beforeAll(async () => {
  base = await freshDatabase()
})
afterAll(() => base.close())

/** What happens to a bad mark, one after another. */
const orderEvents: [string, JsonObject][] = [
  ['opened', { number: 'PJ', firstBy: null, fixBy: null, closeBy: null }],
  ['overdue', { limit: 'first', dueOn: '2026-03-03' }],
  ['verified', { finding: 'founded' }],
  ['rectified', { measure: 'fixed' }],
  ['fedBack', { way: 'phone', answerBy: null }],
]
const endings: [string, JsonObject][][] = [
  [],
  [['closed', { outcome: 'unanswered' }]],
  [['answered', { isSolved: true }]],
  [
    ['answered', { isSolved: true }],
    ['closed', { outcome: 'solved' }],
  ],
  [
    ['answered', { isSolved: false }],
    ['rectified', { measure: 'explained' }],
    ['fedBack', { way: 'phone', answerBy: null }],
    ['answered', { isSolved: false }],
    ['closed', { outcome: 'unsolved' }],
  ],
]
const lives = fc.record({
  day: fc.constantFrom(
    '2025-02-28',
    '2025-03-01',
    '2025-03-02',
    '2025-03-31',
    '2025-04-01',
    '2025-12-31',
    '2026-01-01',
    '2026-03-02',
  ),
  organisation: fc.constantFrom('OFFICE-A', 'OFFICE-B', 'OFFICE-C'),
  item: fc.constantFrom('I-1', 'I-2', 'I-3'),
  version: fc.integer({ min: 0, max: 2 }),
  window: fc.constantFrom(null, 'W1', 'W2'),
  level: fc.option(fc.constantFrom(...levels), { freq: 4 }),
  steps: fc.constantFrom(1, 3, 5, 5, 5),
  ending: fc.constantFrom(...endings),
})
type Life = typeof lives extends fc.Arbitrary<infer T> ? T : never

const versions = ['2025-01-01', '2025-06-01', '2026-01-01'].map((day) => newId(nowAt(`${day}T00:00:00+08:00`).at))

/** Everything that happens to an invitation. */
function eventsIn({ level, steps, ending }: Life): [string, JsonObject][] {
  if (level === null) return [['invited', {}]]
  const rated: [string, JsonObject][] = [
    ['invited', {}],
    ['rated', { level }],
  ]
  if (level > 2) return rated
  return [...rated, ...orderEvents.slice(0, steps), ...(steps === orderEvents.length ? ending : [])]
}

async function count(): Promise<void> {
  await transaction(base.db, (tx) => sequence(tx))
  while (
    (await follow(base.db, figureKeeper, now, ({ failure }) => {
      throw new Error(failure)
    })) > 0
  );
}

/** The figures as they are when every invitation is read. */
async function readAll(tx: Tx, by: keyof typeof figureNames | null, fromOn: string, organisation: string | null) {
  const subject = {
    organisation: sql`array[i.organisation]`,
    item: sql`array[i.item_code]`,
    window: sql`array[i.place, i.window_code]`,
  }
  const { rows } = await sql`
    select ${by === null ? sql`null::text[]` : subject[by]} as subject, max(i.version_id::text) as version_id, count(*)::int as invitations,
      array[${sql.join(levels.map((level) => sql`(count(*) filter (where r.level = ${level}::int))::int`))}] as by_level,
      count(o.state)::int as orders, (count(*) filter (where o.state = 'closed'))::int as closed,
      (count(*) filter (where o.state = 'solved' or o.fold ->> 'outcome' = 'solved'))::int as solved
    from rating_invitation i left join rating r on r.invitation_id = i.id left join rating_order o on o.invitation_id = i.id
    where i.on_day >= ${fromOn} ${organisation === null ? sql`` : sql`and i.organisation = ${organisation}`}
      ${by === 'window' ? sql`and i.window_code is not null` : sql``}
    ${by === null ? sql`having count(*) > 0` : sql`group by 1`} order by invitations desc, min(i.organisation), 2, 1`.execute(tx)
  return rows
}

test('the figures kept are those of all invitations, from whichever day on, and read again from the start they are the same rows', async () => {
  const given = fc.sample(lives, { numRuns: 150, seed: 7 }).map((life) => ({ ...life, id: newId(now.at) }))
  await transaction(base.db, (tx) =>
    rating.insertInvitations(
      tx,
      given.map(({ id, day, organisation, item, version, window }) => ({
        id,
        kind: window === null ? 'case' : 'visit',
        case_id: id,
        about_seq: 1,
        item_code: item,
        version_id: versions[version] ?? '',
        organisation,
        place: window === null ? null : 'hall',
        window_code: window,
        applicant_id: id,
        on_day: day,
        until_on: day,
      })),
    ),
  )
  for (let n = 0, isMore = true; isMore; n++) {
    const happened = given.flatMap((life) => {
      const [kind, body] = eventsIn(life)[n] ?? []
      return kind === undefined || body === undefined ? [] : [{ life, kind, body }]
    })
    isMore = happened.length > 0
    await transaction(base.db, async (tx) => {
      const event = { v: 1, by: system, ground: null, effectiveOn: now.today, at: now.at }
      await recordEach(
        tx,
        rating.ratingStream,
        happened.map(({ life, kind, body }) => ({ ...event, streamId: life.id, kind, body })),
      )
      for (const { life, kind } of happened) await keep(tx, life, kind)
    })
    if (n % 2 === 0) await count()
  }
  await count()

  const answers = []
  for (const by of [null, ...(Object.keys(figureNames) as (keyof typeof figureNames)[])]) {
    for (const fromOn of [
      '2024-01-01',
      '2025-02-28',
      '2025-03-01',
      '2025-03-02',
      '2025-03-31',
      '2025-12-31',
      '2026-03-02',
      '2026-03-03',
    ]) {
      for (const organisation of [null, 'OFFICE-B', 'NOBODY']) {
        const kept = await transaction(base.db, (tx) => figures(tx, by, { fromOn, organisation, limit: 100 }))
        expect(kept).toEqual(await transaction(base.db, (tx) => readAll(tx, by, fromOn, organisation)))
        answers.push(...kept)
      }
    }
  }
  for (const what of ['orders', 'closed', 'solved'] as const)
    expect(Math.max(...answers.map((row) => row[what]))).toBeGreaterThan(3)

  const rows = async () =>
    (await sql`select * from rating_tally order by kind, organisation, span, from_on, subject`.execute(base.db)).rows
  const before = await rows()
  await transaction(base.db, (tx) => reset(tx, figureKeeper))
  expect(await rows()).toEqual([])
  await count()
  expect(await rows()).toEqual(before)
})

/** Keeps what the use cases keep beside the log. */
async function keep(tx: Tx, { id, organisation, level }: Life & { id: string }, kind: string): Promise<void> {
  if (kind === 'rated') {
    const row = { invitation_id: id, organisation, level: level as LevelCode, scale: '1', labels: [], given_on: now.today }
    return rating.insertRating(tx, row)
  }
  const fold = foldOrder(await eventsOf(tx, rating.ratingStream, id))
  if (fold !== null) await rating.putOrder(tx, orderRow(id, organisation, fold, now.today))
}
