import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { townItems } from '../src/app/town.ts'
import { transaction } from '../src/kernel/db/index.ts'
import { attemptStream } from '../src/kernel/http/index.ts'
import { eventsOf } from '../src/kernel/log/index.ts'
import type { CaseView } from '../src/modules/casework/index.ts'
import { caseStream } from '../src/modules/casework/index.ts'
import { apply, form, type Given, giveAll } from './apply.ts'
import { openHouse, refused, type TestHouse, verified } from './house.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

const call = (...args: Parameters<TestHouse['call']>) => house.call(...args) as Promise<Record<string, unknown>>
const on = (route: string, token: string, id: string, body: object = {}) => call(route, { token, params: { id }, body })
const view = (token: string, id: string) => house.call<CaseView>('GET /cases/:id', { token, params: { id } })

describe('one permit, lawful to the end', () => {
  test('from application to the licence in hand, with every letter, clause and clock', async () => {
    house.at('2026-03-02T09:00:00+08:00')
    const { citizen, clerk, approver, chief } = house.town
    const given = await apply(house, citizen)
    expect(given.shortfalls).toEqual([])
    expect(given.number).toMatch(/^440000260302[0-9]{7}[0-9A-Z]$/)
    const id = given.caseId

    house.at('2026-03-03T10:00:00+08:00')
    const accepted = await on('POST /cases/:id/accept', clerk, id)
    expect(accepted).toMatchObject({ state: 'accepted', dueOn: '2026-03-31', promisedOn: '2026-03-10' })
    house.at('2026-03-04T10:00:00+08:00')
    expect(
      await on('POST /cases/:id/review', approver, id, { conclusion: 'grant', opinion: '材料齐全，符合条件，建议准予。' }),
    ).toMatchObject({ documentId: null })
    house.at('2026-03-05T10:00:00+08:00')
    const granted = await on('POST /cases/:id/grant', chief, id, { decision: '准予二类超限运输车辆跨省行驶公路。' })
    expect(granted).toMatchObject({ state: 'granted', dueOn: null, promisedOn: null })
    await on('POST /cases/:id/issue', chief, id, { name: '超限运输车辆通行证', number: '粤运2026001' })
    await on('POST /cases/:id/hand-over', clerk, id, { method: 'direct', receivedBy: '张三' })

    const seen = await view(citizen.token, id)
    expect(seen).toMatchObject({ state: 'delivered', stateName: '已送达', allowedActs: [] })
    expect(seen.documents.map((document) => document.kind)).toEqual(['D02', 'D04', 'D18', 'D30'])
    expect(seen.documents[1]?.number).toMatch(/^粤交许受字〔2026〕\d+号$/)
    const events = await transaction(house.db, (tx) => eventsOf(tx, caseStream, id))
    expect(events.map((event) => [event.kind, event.ground, event.channel])).toEqual([
      ['submit', '行政许可法 29', 'online'],
      ['accept', '行政许可法 32(五)', 'window'],
      ['review', '行政许可法 34', 'online'],
      ['grant', '行政许可法 38', 'online'],
      ['issue', '行政许可法 39', 'online'],
      ['handOver', '行政许可法 44', 'window'],
    ])
    expect(JSON.stringify(events)).not.toContain('张三')
  })

  test('what is missing is told once, all of it, and only what the guide says', async () => {
    const { citizen, clerk } = house.town
    house.at('2026-03-02T09:00:00+08:00')
    const given = await apply(house, citizen, { leaveOut: 2 })
    expect(given.shortfalls).toHaveLength(2)
    const id = given.caseId
    expect(await refused(on('POST /cases/:id/accept', clerk, id))).toMatchObject({
      code: 'intake.incomplete',
      source: '行政许可法 32(四)',
    })
    expect(
      await refused(on('POST /cases/:id/ask-correction', clerk, id, { shortfalls: [{ material: 'XYZ', problem: 'missing' }] })),
    ).toMatchObject({
      code: 'intake.beyond_guide',
      facts: { materials: ['XYZ'] },
    })
    const asked = await on('POST /cases/:id/ask-correction', clerk, id, { shortfalls: given.shortfalls })
    expect(asked).toMatchObject({ state: 'correcting' })
    house.at('2026-03-12T09:00:00+08:00')
    const [first, second] = given.shortfalls
    const partly = await giveAll(house, citizen, [first?.material ?? ''])
    expect(await refused(on('POST /cases/:id/supply', citizen.token, id, { materials: partly }))).toMatchObject({
      code: 'intake.incomplete',
      facts: { shortfalls: [second] },
    })
    const all = await giveAll(
      house,
      citizen,
      given.shortfalls.map((shortfall) => shortfall.material),
    )
    await on('POST /cases/:id/supply', citizen.token, id, { materials: all })
    expect(await refused(on('POST /cases/:id/ask-correction', clerk, id, { shortfalls: given.shortfalls }))).toMatchObject({
      code: 'intake.second_notice',
    })
    expect(await on('POST /cases/:id/accept', clerk, id)).toMatchObject({ state: 'accepted', promisedOn: '2026-03-19' })
  })

  test('nobody answers for five working days: it is accepted as of the day of receipt, although no job ran', async () => {
    const { citizen, approver } = house.town
    house.at('2026-03-02T09:00:00+08:00')
    const { caseId } = await apply(house, citizen)
    house.at('2026-03-09T23:59:00+08:00')
    expect(await view(citizen.token, caseId)).toMatchObject({ state: 'submitted' })
    house.at('2026-03-10T00:00:00+08:00')
    await on('POST /cases/:id/review', approver, caseId, { conclusion: 'grant', opinion: '符合条件，建议准予。' })
    const seen = await view(citizen.token, caseId)
    expect(seen).toMatchObject({ state: 'reviewed', isDeemedAccepted: true, acceptedOn: '2026-03-02' })
    expect(seen.timers.find((timer) => timer.code === 'DECIDE')).toMatchObject({ startedOn: '2026-03-02', dueOn: '2026-03-30' })
    const events = await transaction(house.db, (tx) => eventsOf(tx, caseStream, caseId))
    expect(events.map((event) => [event.kind, event.actor, event.effective_on])).toEqual([
      ['submit', expect.any(String), '2026-03-02'],
      ['deemAccept', 'system', '2026-03-02'],
      ['overdue', 'system', '2026-03-10'],
      ['review', expect.any(String), '2026-03-10'],
    ])
  })

  test('after a correction the five days run from the day the last material came in', async () => {
    const { citizen, clerk } = house.town
    house.at('2026-03-02T09:00:00+08:00')
    const { caseId, shortfalls } = await apply(house, citizen, { leaveOut: 1 })
    await on('POST /cases/:id/ask-correction', clerk, caseId, { shortfalls })
    house.at('2026-04-01T09:00:00+08:00')
    await on('POST /cases/:id/supply', citizen.token, caseId, {
      materials: await giveAll(
        house,
        citizen,
        shortfalls.map((one) => one.material),
      ),
    })
    house.at('2026-05-20T09:00:00+08:00')
    expect(await view(citizen.token, caseId)).toMatchObject({
      state: 'accepted',
      isDeemedAccepted: true,
      acceptedOn: '2026-04-01',
    })
  })

  test('who reviewed may not decide; a refusal names reasons, clauses and remedies', async () => {
    const { citizen, clerk, chief, leader } = house.town
    house.at('2026-03-02T09:00:00+08:00')
    const { caseId } = await apply(house, citizen)
    await on('POST /cases/:id/accept', clerk, caseId)
    await on('POST /cases/:id/review', chief, caseId, { conclusion: 'refuse', opinion: '车辆轴荷超过限值，建议不予许可。' })
    expect(await refused(on('POST /cases/:id/grant', chief, caseId, { decision: '准予通行。' }))).toMatchObject({
      code: 'approval.reviewer_decides',
    })
    const refusing = { reasons: ['车辆轴荷超过规定限值。'], basis: ['中华人民共和国道路运输条例 第二十四条'] }
    expect(await on('POST /cases/:id/refuse', leader, caseId, refusing)).toMatchObject({ state: 'refused' })
    const seen = await view(citizen.token, caseId)
    expect(seen.documents.at(-1)?.kind).toBe('D19')
  })

  test('a clerk turns an application away with the reason and where to turn instead', async () => {
    const { citizen, clerk } = house.town
    house.at('2026-03-02T09:00:00+08:00')
    const { caseId } = await apply(house, citizen)
    const why = { ground: 'not_competent', reason: '本事项由公安机关办理。', competentOrgan: null }
    expect(await refused(on('POST /cases/:id/turn-away', clerk, caseId, why))).toMatchObject({ code: 'intake.organ_missing' })
    expect(await on('POST /cases/:id/turn-away', clerk, caseId, { ...why, competentOrgan: '广东省公安厅' })).toMatchObject({
      state: 'turnedAway',
    })
  })

  test('the applicant may withdraw until the decision, and not after it', async () => {
    const { citizen } = house.town
    const { caseId } = await apply(house, citizen)
    expect(await on('POST /cases/:id/withdraw', citizen.token, caseId)).toMatchObject({ state: 'withdrawn' })
    expect(await refused(on('POST /cases/:id/withdraw', citizen.token, caseId))).toMatchObject({ code: 'casework.not_allowed' })
  })
})

describe('the same way for a public service', () => {
  test('no licensing clause, no deemed acceptance, no invented limit', async () => {
    const { citizen, serviceClerk, serviceApprover, serviceChief } = house.town
    house.at('2026-03-02T09:00:00+08:00')
    const { caseId } = await apply(house, citizen, { item: townItems.service })
    house.at('2026-03-30T09:00:00+08:00')
    expect(await view(citizen.token, caseId)).toMatchObject({ state: 'submitted', isDeemedAccepted: false, timers: [] })
    expect(await on('POST /cases/:id/accept', serviceClerk, caseId)).toMatchObject({
      dueOn: '2026-04-20',
      promisedOn: '2026-04-09',
    })
    await on('POST /cases/:id/review', serviceApprover, caseId, { conclusion: 'grant', opinion: '成绩属实。' })
    await on('POST /cases/:id/grant', serviceChief, caseId, { decision: '学历证明已出具。' })
    await on('POST /cases/:id/issue', serviceChief, caseId, { name: '学历证明', number: null })
    await on('POST /cases/:id/hand-over', serviceClerk, caseId, { method: 'post', receivedBy: '张三' })
    const seen = await view(citizen.token, caseId)
    expect(seen.documents.map((document) => document.kind)).toEqual(['S02', 'S04', 'S18', 'D30'])
    const events = await transaction(house.db, (tx) => eventsOf(tx, caseStream, caseId))
    expect(events.every((event) => event.ground === null)).toBe(true)
    expect(JSON.stringify(events.map((event) => event.body))).not.toContain('许可')
  })
})

describe('nobody gets further than the law lets them', () => {
  let mine: Given
  beforeAll(async () => {
    house.at('2026-03-02T09:00:00+08:00')
    mine = await apply(house, house.town.citizen)
  })

  test('somebody else sees nothing, learns nothing, and leaves a trace', async () => {
    const { stranger } = house.town
    expect(await refused(view(stranger.token, mine.caseId))).toMatchObject({ code: 'casework.unknown_case' })
    expect(await refused(on('POST /cases/:id/withdraw', stranger.token, mine.caseId))).toMatchObject({
      code: 'casework.unknown_case',
    })
    expect(await refused(view(stranger.token, '01900000-0000-7000-8000-000000000000'))).toMatchObject({
      code: 'casework.unknown_case',
    })
    const { rows } = await transaction(house.db, (tx) =>
      sql<{ n: number }>`select count(*) as n from attempt_event where body->>'about' = ${mine.caseId}`.execute(tx),
    )
    expect(rows[0]?.n).toBe(2)
    expect(attemptStream.table).toBe('attempt_event')
  })

  test('a clerk of another office has no power here', async () => {
    expect(await refused(on('POST /cases/:id/accept', house.town.serviceClerk, mine.caseId))).toMatchObject({
      code: 'casework.no_power',
    })
    expect(await refused(on('POST /cases/:id/accept', house.town.citizen.token, mine.caseId))).toMatchObject({
      code: 'http.not_permitted',
    })
  })

  test('no session, no act', async () => {
    expect(await refused(on('POST /cases/:id/accept', 'x'.repeat(43), mine.caseId))).toMatchObject({ code: 'http.not_signed_in' })
  })

  test('two clerks at once: one accepts, the other is told the state', async () => {
    const { clerk } = house.town
    const { caseId } = await apply(house, house.town.citizen)
    const answers = await Promise.allSettled([
      on('POST /cases/:id/accept', clerk, caseId),
      on('POST /cases/:id/accept', clerk, caseId),
    ])
    expect(answers.map((answer) => answer.status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  test('the same request twice is done once; with another body it is refused', async () => {
    const { clerk } = house.town
    const { caseId } = await apply(house, house.town.citizen)
    const key = 'the-same-key-twice'
    const once = { token: clerk, params: { id: caseId }, key }
    const [first, second] = await Promise.all([call('POST /cases/:id/accept', once), call('POST /cases/:id/accept', once)])
    expect(second).toEqual(first)
    expect(await call('POST /cases/:id/accept', once)).toEqual(first)
    const other = await apply(house, house.town.citizen)
    expect(await refused(call('POST /cases/:id/accept', { ...once, params: { id: other.caseId } }))).toMatchObject({
      code: 'http.key_reused',
    })
  })

  test('somebody else’s upload cannot be handed in, and nothing is left behind', async () => {
    const { citizen, stranger } = house.town
    const files = await giveAll(house, stranger, ['M01'])
    const body = { itemCode: townItems.permit, form, materials: files }
    const before = await count('case_event')
    expect(await refused(call('POST /cases', { token: citizen.token, body }))).toMatchObject({ code: 'document.unknown_file' })
    expect(await count('case_event')).toBe(before)
  })

  test.each([
    ['an unknown item', { itemCode: 'NO-SUCH-ITEM' }, 'item.unknown'],
    [
      'an item outside its list',
      { materials: [{ code: 'ZZZ', fileId: '01900000-0000-7000-8000-000000000000' }] },
      'intake.beyond_guide',
    ],
    ['an empty form', { form: {} }, 'intake.bad_form'],
    ['a field that the form does not have', { form: { ...form, pinCode: '1' } }, 'intake.bad_form'],
    ['a person one does not speak for', { applicantId: '01900000-0000-7000-8000-000000000000' }, 'intake.not_your_person'],
  ])('%s is refused', async (_name, change, code) => {
    const body = { itemCode: townItems.permit, form, materials: [], ...change }
    expect(await refused(call('POST /cases', { token: house.town.citizen.token, body }))).toMatchObject({ code })
  })

  const count = async (table: string) => {
    const { rows } = await transaction(house.db, (tx) =>
      sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(tx),
    )
    return rows[0]?.n
  }
})

describe('undoing is an act too', () => {
  test('void: two persons, a reason; clocks end, letters are marked, nothing is edited', async () => {
    const { citizen, clerk, chief, leader } = house.town
    house.at('2026-03-02T09:00:00+08:00')
    const { caseId } = await apply(house, citizen)
    await on('POST /cases/:id/accept', clerk, caseId)
    expect(await refused(on('POST /cases/:id/void/confirm', leader, caseId))).toMatchObject({ code: 'casework.nothing_proposed' })
    await on('POST /cases/:id/void/propose', chief, caseId, { reason: 'duplicate', explanation: '同一申请人重复提交。' })
    expect(await refused(on('POST /cases/:id/void/confirm', chief, caseId))).toMatchObject({ code: 'casework.second_person' })
    expect(await on('POST /cases/:id/void/confirm', leader, caseId)).toMatchObject({
      state: 'voided',
      dueOn: null,
      promisedOn: null,
    })
    expect((await view(citizen.token, caseId)).timers.every((timer) => timer.endedOn !== null)).toBe(true)
  })

  test('correct: the day of receipt moves the clock; the answers of the form are replaced by committed ones', async () => {
    const { citizen, approver, chief } = house.town
    house.at('2026-03-04T09:00:00+08:00')
    const { caseId } = await apply(house, citizen)
    const correction = {
      reason: 'entry_error',
      explanation: '实际于前一日收到。',
      receivedOn: '2026-03-03',
      facts: { 'form/contactPhone': '13900000000' },
    }
    await on('POST /cases/:id/correction/propose', approver, caseId, correction)
    expect(await refused(on('POST /cases/:id/correction/confirm', approver, caseId))).toMatchObject({
      code: 'casework.second_person',
    })
    await on('POST /cases/:id/correction/confirm', chief, caseId)
    const seen = await view(citizen.token, caseId)
    expect(seen.receivedOn).toBe('2026-03-03')
    expect(seen.timers[0]).toMatchObject({ code: 'ACCEPT_REVIEW', startedOn: '2026-03-03', dueOn: '2026-03-10' })
    const { facts } = await house.call<{ facts: Record<string, unknown> }>('GET /cases/:id/application', {
      token: citizen.token,
      params: { id: caseId },
    })
    expect(facts['form/contactPhone']).toBe('13900000000')
  })
})

test('a row that an older release cached is folded anew when the case is opened', async () => {
  const { citizen, clerk } = house.town
  house.at('2026-03-02T09:00:00+08:00')
  const { caseId } = await apply(house, citizen)
  const owner = new pg.Client({ connectionString: house.ownerUrl })
  await owner.connect()
  await owner.query(
    `update case_state set fold_version = 1, fold = jsonb_set(fold #- '{timers,ACCEPT_REVIEW,suspensions}', '{receivedOn}', '"1999-01-01"') where case_id = $1`,
    [caseId],
  )
  await owner.end()
  expect(await view(citizen.token, caseId)).toMatchObject({ receivedOn: '2026-03-02' })
  expect(await on('POST /cases/:id/accept', clerk, caseId)).toMatchObject({ state: 'accepted', dueOn: '2026-03-30' })
})

test('progress is shown to whoever holds number and code, and to nobody who guesses', async () => {
  const given = await apply(house, house.town.citizen)
  const { queryCode } = await view(house.town.citizen.token, given.caseId)
  const query = { number: given.number, code: queryCode ?? '' }
  expect(queryCode).toMatch(/^[0-9A-Z]{8}$/)
  expect((await view(house.town.approver, given.caseId)).queryCode).toBeNull()
  expect(await call('GET /progress', { query })).toMatchObject({ stateName: '已收件，待受理' })
  expect(await refused(call('GET /progress', { query: { ...query, code: 'AAAAAAAA' } }))).toMatchObject({
    code: 'intake.wrong_query',
  })
})

test('who looks at an application leaves a trace that the applicant sees', async () => {
  const { citizen, clerk } = house.town
  const given = await apply(house, citizen)
  await call('GET /cases/:id/application', { token: clerk, params: { id: given.caseId } })
  const seen = await call('GET /me/accesses', { token: citizen.token })
  expect(JSON.stringify(seen)).toContain(given.caseId)
})

test('after all of this everything that can be proved is proved', async () => expect(await verified(house)).toEqual([]))
