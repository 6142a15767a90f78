import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { offices, staffAt } from '../src/app/town.ts'
import { transaction } from '../src/kernel/db/index.ts'
import { newId } from '../src/kernel/ids.ts'
import { reset } from '../src/kernel/log/follower.ts'
import { follow, sequence } from '../src/kernel/log/index.ts'
import type { CaseList, ListedCase } from '../src/modules/casework/contract.ts'
import type { FigureCases, FigureName, Figures, Glance } from '../src/modules/casework/figures/contract.ts'
import { figureKeeper } from '../src/modules/casework/index.ts'
import type { Waiting } from '../src/modules/casework/waiting/contract.ts'
import { apply, type Given } from './apply.ts'
import { openHouse, refused, type TestHouse } from './house.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openHouse('2026-03-02T09:00:00+08:00')
})
afterAll(() => house.close())

const organisation = offices.permit

/** Gives every event a position and lets the figures be counted. */
async function count(): Promise<void> {
  await transaction(house.db, (tx) => sequence(tx))
  while (
    (await follow(house.db, figureKeeper, house.now(), ({ failure }) => {
      throw new Error(failure)
    })) > 0
  );
}

async function glance(): Promise<Glance> {
  await count()
  return house.call<Glance>('GET /figures', { token: house.town.leader })
}

async function figures(period: 'today' | 'month' = 'today'): Promise<Figures | undefined> {
  return (await glance()).departments.find((one) => one.organisation === organisation)?.[period]
}

const opened = (figure: FigureName, fromOn: string, toOn = fromOn, token = house.town.leader) =>
  house.call<FigureCases>('GET /figures/cases', { token, query: { organisation, figure, fromOn, toOn } })

const idsOf = ({ cases }: { cases: readonly ListedCase[] }) => cases.map(({ caseId }) => caseId)
const act = (token: string, code: string, id: string, body: object = {}) =>
  house.call(`POST /cases/:id/${code}`, { token, params: { id }, body })

const words = { reason: 'entry_error', explanation: '录错了申请人。' }

describe('the glance', () => {
  let given: Given

  test('an application counts as received, then as accepted, then as decided, each on its day', async () => {
    given = await apply(house, house.town.citizen)
    expect(await figures()).toEqual({ received: 1, accepted: 0, decided: 0, late: 0 })
    house.at('2026-03-03T09:00:00+08:00')
    await act(house.town.clerk, 'accept', given.caseId)
    expect(await figures()).toEqual({ received: 0, accepted: 1, decided: 0, late: 0 })
    await act(house.town.approver, 'review', given.caseId, { conclusion: 'grant', opinion: '建议准予。' })
    await act(house.town.chief, 'grant', given.caseId, { decision: '准予许可。' })
    expect(await figures()).toEqual({ received: 0, accepted: 1, decided: 1, late: 0 })
    expect(await figures('month')).toEqual({ received: 1, accepted: 1, decided: 1, late: 0 })
    const page = await opened('decided', '2026-03-01', '2026-03-03')
    expect([page.count, idsOf(page), page.next]).toEqual([1, [given.caseId], null])
  })

  test('it says how far the log was counted, and whether something came after', async () => {
    await apply(house, house.town.stranger)
    const before = await house.call<Glance>('GET /figures', { token: house.town.leader })
    expect([before.asOf.isWhole, before.departments[0]?.today.received]).toEqual([false, 0])
    const after = await glance()
    expect(after.asOf).toMatchObject({ isWhole: true, at: '2026-03-03T01:00:00.000Z' })
    expect(after.asOf.position).toBeGreaterThan(before.asOf.position)
    expect(after.departments[0]?.today.received).toBe(1)
  })

  test('a withdrawn case stays received, a voided one never counted, and both open what they say', async () => {
    house.at('2026-03-04T09:00:00+08:00')
    const [withdrawn, voided] = [await apply(house, house.town.citizen), await apply(house, house.town.citizen)]
    await act(house.town.citizen.token, 'withdraw', withdrawn.caseId)
    expect(await figures()).toEqual({ received: 2, accepted: 0, decided: 0, late: 0 })
    await act(house.town.clerk, 'void/propose', voided.caseId, words)
    expect((await figures())?.received).toBe(2)
    await act(house.town.chief, 'void/confirm', voided.caseId)
    expect(await figures()).toEqual({ received: 1, accepted: 0, decided: 0, late: 0 })
    expect(idsOf(await opened('received', '2026-03-04'))).toEqual([withdrawn.caseId])
  })

  test('a corrected day of receipt moves the case from one day to the other', async () => {
    house.at('2026-03-05T09:00:00+08:00')
    const { caseId } = await apply(house, house.town.citizen)
    expect((await figures())?.received).toBe(1)
    await act(house.town.approver, 'correction/propose', caseId, { ...words, receivedOn: '2026-03-04', facts: {} })
    await act(house.town.chief, 'correction/confirm', caseId)
    expect((await figures())?.received).toBe(0)
    expect(idsOf(await opened('received', '2026-03-04'))).toContain(caseId)
    expect((await opened('received', '2026-03-05')).count).toBe(0)
  })

  test('a case is late from the day after the limit to the day of the decision: nothing need happen at midnight', async () => {
    house.at('2026-03-06T09:00:00+08:00')
    const { caseId } = await apply(house, house.town.citizen)
    await act(house.town.clerk, 'accept', caseId)
    await count()
    const { dueOn } = (await opened('accepted', '2026-03-06')).cases[0] ?? {}
    expect(dueOn).toBe('2026-04-03')
    const lateOn = async (day: string) => {
      house.at(`${day}T00:00:01+08:00`)
      const { departments, monthFrom } = await house.call<Glance>('GET /figures', { token: house.town.leader })
      const mine = departments.find((one) => one.organisation === organisation)
      const lists = [await opened('late', day), await opened('late', monthFrom, day)]
      expect(lists.map((list) => [list.count, list.cases.length])).toEqual(
        [mine?.today.late, mine?.month.late].map((n) => [n, n]),
      )
      return [mine?.today.late, mine?.month.late]
    }
    expect(await lateOn('2026-04-03')).toEqual([0, 0])
    expect(await lateOn('2026-04-04')).toEqual([1, 1])
    expect((await opened('late', '2026-04-04')).cases[0]?.clock).toMatchObject({ status: 'late', code: 'DECIDE', dueOn })
    house.at('2026-04-08T10:00:00+08:00')
    await act(house.town.approver, 'review', caseId, { conclusion: 'grant', opinion: '建议准予。' })
    await act(house.town.chief, 'grant', caseId, { decision: '准予许可。' })
    await count()
    expect(await lateOn('2026-04-08')).toEqual([1, 1])
    expect((await opened('late', '2026-04-08')).cases[0]?.clock).toMatchObject({ status: 'late', dueOn, endedOn: '2026-04-08' })
    expect(await lateOn('2026-04-09')).toEqual([0, 1])
    expect(await lateOn('2026-05-06')).toEqual([0, 0])
  })

  test('read again from the start, the figures are the same rows', async () => {
    await count()
    const rows = async () =>
      Promise.all(
        ['case_milestone', 'case_tally', 'case_limit'].map(
          async (table) => (await sql`select * from ${sql.table(table)} order by 1, 2, 3`.execute(house.db)).rows,
        ),
      )
    const before = await rows()
    expect(before.map((one) => one.length > 0)).toEqual([true, true, true])
    await transaction(house.db, (tx) => reset(tx, figureKeeper))
    expect((await rows()).flat()).toEqual([])
    await count()
    expect(await rows()).toEqual(before)
  })

  test('a leader sees the own department; whoever answers for all sees all', async () => {
    await apply(house, house.town.citizen, { item: '11440000006940116U2442102111000' })
    await count()
    const seenBy = async (token: string) =>
      (await house.call<Glance>('GET /figures', { token })).departments.map((one) => one.organisation).sort()
    expect(await seenBy(house.town.leader)).toEqual([offices.permit])
    expect(await seenBy(house.town.supervisor)).toEqual([offices.permit, offices.service].sort())
    expect(await refused(opened('received', '2026-03-02', '2026-03-02', house.town.serviceChief))).toMatchObject({
      code: 'casework.no_power',
    })
    expect(await refused(opened('received', '2026-02-30'))).toMatchObject({ code: 'clock.day_invalid' })
  })
})

describe('lists of many cases', () => {
  test('page after page they hold every case once, the tightest limit first, whatever its state', async () => {
    house.at('2026-03-09T09:00:00+08:00')
    const { caseId } = await apply(house, house.town.citizen)
    await act(house.town.clerk, 'accept', caseId)
    await copies(caseId, 250)
    const listed: ListedCase[] = []
    let pages = 0
    for (let after: string | null | undefined; after !== null; pages++) {
      const page: CaseList = await house.call('GET /desk/cases', {
        token: house.town.approver,
        query: { organisation, state: 'toApprove', ...(after === undefined ? {} : { after }) },
      })
      listed.push(...page.cases)
      after = page.next
    }
    expect(pages).toBe(3)
    expect(new Set(listed.map((one) => one.caseId)).size).toBe(listed.length)
    expect(new Set(listed.map((one) => one.state))).toEqual(new Set(['accepted', 'reviewed']))
    const key = ({ clock, caseId: id }: ListedCase) => `${clock?.dueOn ?? '9999-12-31'}/${id}`
    expect(listed.map(key)).toEqual(listed.map(key).sort())
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from case_state where organisation = ${organisation} and state in ('accepted', 'reviewed')`.execute(
      house.db,
    )
    expect(listed.length).toBe(rows[0]?.n)
  })

  test('my own come newest first, page after page', async () => {
    const ids: string[] = []
    for (let after: string | null | undefined; after !== null; ) {
      const { token } = house.town.citizen
      const page: CaseList = await house.call('GET /cases/mine', { token, query: after === undefined ? {} : { after } })
      ids.push(...idsOf(page))
      after = page.next
    }
    expect(ids.length).toBeGreaterThan(250)
    expect(ids).toEqual(ids.toSorted().reverse())
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('what waits is counted for all offices of whoever asks at once, to a hundred and no further, with the nearest day of each', async () => {
    house.at('2026-03-09T09:00:00+08:00')
    const { admin, supervisor, citizen } = house.town
    const seat = { login: 'both', role: 'window_clerk', organisation }
    const token = await staffAt(house.call, admin, seat, house.now())
    const { account } = await house.call<{ account: string }>('GET /me', { token })
    const post = { account, role: 'approver', organisation: offices.service, fromOn: '2026-03-09', untilOn: null }
    await house.call('POST /staff/posts', { token: admin, body: post })
    await apply(house, citizen, { item: '11440000006940116U2442102111000' })

    const { offices: counted } = await house.call<Waiting>('GET /desk/waiting', { token })
    expect(counted.map((one) => one.organisation).sort()).toEqual([offices.permit, offices.service].sort())
    for (const { organisation: office, lists } of counted) {
      expect(lists.map(({ state }) => state)).toEqual(['submitted', 'correcting', 'accepted', 'reviewed', 'granted', 'issued'])
      for (const { state, ...list } of lists) {
        const { cases } = await house.call<CaseList>('GET /desk/cases', { token, query: { organisation: office, state } })
        expect(list).toEqual({ count: cases.length, nearestOn: cases[0]?.clock?.dueOn ?? null })
      }
    }
    const inState = (office: string, state: string) =>
      counted.find((one) => one.organisation === office)?.lists.find((one) => one.state === state)?.count
    expect([inState(offices.permit, 'accepted'), inState(offices.service, 'submitted')]).toEqual([100, 2])
    expect(await house.call('GET /desk/waiting', { token: supervisor })).toEqual({ offices: [] })
    expect(await refused(house.call('GET /desk/waiting', { token: citizen.token }))).toMatchObject({ code: 'http.not_permitted' })
  })

  /** Rows alone: half of them reviewed, over thirty days. */
  async function copies(caseId: string, n: number): Promise<void> {
    const ids = Array.from({ length: n }, () => newId(house.now().at))
    await sql`
      insert into case_state select (jsonb_populate_record(s, jsonb_build_object('case_id', id, 'number', i::text,
        'state', case when i % 2 = 0 then 'accepted' else 'reviewed' end,
        'tightest_on', date '2026-03-10' + (i % 30)::int, 'fold', s.fold || jsonb_build_object('caseId', id, 'number', i::text,
          'state', case when i % 2 = 0 then 'accepted' else 'reviewed' end, 'timers', (
            select jsonb_object_agg(code, timer || jsonb_build_object('dueOn', date '2026-03-10' + (i % 30)::int))
            from jsonb_each(s.fold -> 'timers') as t (code, timer) where timer ->> 'endedOn' is null))))).*
      from case_state s, unnest(${ids}::uuid[]) with ordinality as given (id, i) where s.case_id = ${caseId}`.execute(house.db)
  }
})
