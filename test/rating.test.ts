import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { transaction } from '../src/kernel/db/index.ts'
import { reset } from '../src/kernel/log/follower.ts'
import { follow, sequence } from '../src/kernel/log/index.ts'
import type { CaseView } from '../src/modules/casework/index.ts'
import type { Figures, MyInvitation, OrderSheet, RatingSheet, ReceiptInvitations } from '../src/modules/rating/contract.ts'
import { figureKeeper, inviter, ratingEraser, settleDueOrders } from '../src/modules/rating/index.ts'
import { apply } from './apply.ts'
import { openHouse, refused, type TestHouse, verified } from './house.ts'
import { inviteAll } from './journeys/rate.ts'

let house: TestHouse
let owner: pg.Client
beforeAll(async () => {
  house = await openHouse()
  owner = new pg.Client({ connectionString: house.ownerUrl })
  await owner.connect()
})
afterAll(async () => {
  await owner.end()
  await house.close()
})

const as = (token: string, id: string) => ({ token, params: { id } })
const mine = async (token: string, caseId: string) =>
  (await house.call<{ invitations: MyInvitation[] }>('GET /ratings/mine', { token, query: { caseId } })).invitations
const sheetOf = (token: string, id: string) => house.call<RatingSheet>('GET /ratings/:id', { ...as(token, id), query: {} })
const orderAs = (token: string, id: string) => house.call<OrderSheet>('GET /desk/rating-orders/:id', as(token, id))
const giveAs = (token: string | undefined, id: string, level: number, rest: object = {}) =>
  house.call<{ order: string | null; firstBy: string | null }>('POST /ratings/:id', {
    ...(token === undefined ? {} : { token }),
    params: { id },
    body: { level, labels: [], words: null, ...rest },
  })
const act = (token: string, id: string, path: string, body: object) =>
  house.call(`POST /rating-orders/:id/${path}`, { ...as(token, id), body })

/** An online case that was granted and whose result is ready. */
async function granted(options: { stopAt?: 'accepted' } = {}): Promise<{ caseId: string; number: string }> {
  const { citizen, clerk, approver, chief } = house.town
  const { caseId, number } = await apply(house, citizen)
  await house.call('POST /cases/:id/accept', as(clerk, caseId))
  if (options.stopAt === 'accepted') return { caseId, number }
  await house.call('POST /cases/:id/review', {
    ...as(approver, caseId),
    body: { conclusion: 'grant', opinion: '符合条件，建议准予。' },
  })
  await house.call('POST /cases/:id/grant', { ...as(chief, caseId), body: { decision: '经审查，符合条件，准予许可。' } })
  await house.call('POST /cases/:id/issue', { ...as(chief, caseId), body: { name: '通行证', number: null } })
  return { caseId, number }
}

/** An invitation to rate a whole matter. */
async function invitation(): Promise<{ id: string; caseId: string; number: string }> {
  const made = await granted()
  await inviteAll(house)
  const [one] = await mine(house.town.citizen.token, made.caseId)
  if (one === undefined) throw new Error('not invited')
  return { id: one.invitationId, ...made }
}

test('whoever is served is invited once for the matter and once for each visit, however often the log is read', async () => {
  const { citizen, clerk } = house.town
  const { caseId } = await granted({ stopAt: 'accepted' })
  await inviteAll(house)
  expect(await mine(citizen.token, caseId)).toEqual([])
  const ended = await granted()
  await inviteAll(house)
  expect(await mine(citizen.token, ended.caseId)).toMatchObject([
    { rated: 'case', isOpen: true, level: null, onDay: '2026-03-02', untilOn: '2026-04-01' },
  ])
  await house.call('POST /cases/:id/hand-over', { ...as(clerk, ended.caseId), body: { method: 'direct', receivedBy: '张三' } })
  await inviteAll(house)
  const both = await mine(citizen.token, ended.caseId)
  expect(both.map(({ rated, placeName }) => [rated, placeName]).sort()).toEqual([
    ['case', null],
    ['visit', '政务服务中心'],
  ])
  await transaction(house.db, (tx) => reset(tx, inviter))
  await inviteAll(house)
  expect(await mine(citizen.token, ended.caseId)).toEqual(both)
  expect(await mine(house.town.stranger.token, ended.caseId)).toEqual([])
  const told = await house.call<{ messages: { template: string; text: string; act: { path: string } }[] }>(
    'GET /messages',
    citizen,
  )
  const invited = told.messages.filter(
    ({ template, act }) => template === 'rateInvited' && act.path.includes(both[0]?.invitationId ?? ''),
  )
  expect(invited).toHaveLength(1)
  expect(invited[0]?.text).toContain('不评价没有任何影响')
})

test('silence stores nothing, and nothing waits for it', async () => {
  const { id, caseId } = await invitation()
  house.at('2026-04-02T09:00:00+08:00')
  expect((await sheetOf(house.town.citizen.token, id)).isOpen).toBe(false)
  expect(await refused(giveAs(house.town.citizen.token, id, 5))).toMatchObject({
    code: 'rating.invitation_over',
    facts: { untilOn: '2026-04-01' },
  })
  const { rows } = await owner.query('select count(*)::int as n from rating where invitation_id = $1', [id])
  expect(rows).toEqual([{ n: 0 }])
  await house.call('POST /cases/:id/hand-over', {
    ...as(house.town.clerk, caseId),
    body: { method: 'direct', receivedBy: '张三' },
  })
  house.at('2026-03-02T09:00:00+08:00')
})

test('a rating is given once, by whoever was invited or holds the link, and no staff account can', async () => {
  const { town } = house
  const { id, caseId, number } = await invitation()
  for (const staff of [town.clerk, town.chief, town.leader, town.supervisor, town.admin]) {
    expect(await refused(giveAs(staff, id, 5))).toMatchObject({ code: 'rating.staff_may_not_rate' })
    expect(await refused(sheetOf(staff, id))).toMatchObject({ code: 'rating.staff_may_not_rate' })
  }
  expect(await refused(giveAs(town.stranger.token, id, 5))).toMatchObject({ code: 'rating.unknown_invitation' })
  expect(await refused(giveAs(undefined, id, 5, { code: 'AAAAAAAAAAAA' }))).toMatchObject({ code: 'rating.unknown_invitation' })
  expect(await refused(giveAs(town.citizen.token, id, 5, { labels: ['109'] }))).toMatchObject({ code: 'rating.wrong_label' })

  const view = await house.call<CaseView>('GET /cases/:id', as(town.citizen.token, caseId))
  const query = { number, code: view.queryCode ?? '' }
  const { invitations } = await house.call<ReceiptInvitations>('GET /ratings/by-receipt', { query })
  expect(await refused(house.call('GET /ratings/by-receipt', { query: { number, code: 'AAAAAAAA' } }))).toMatchObject({
    code: 'rating.unknown_invitation',
  })
  const code = invitations[0]?.code ?? ''
  const [one, other] = await Promise.allSettled([
    giveAs(undefined, id, 4, { code, labels: ['406'], words: '张三觉得可以，13800000000' }),
    giveAs(town.citizen.token, id, 1),
  ])
  expect([one.status, other.status].sort()).toEqual(['fulfilled', 'rejected'])
  expect(await refused(giveAs(town.citizen.token, id, 5))).toMatchObject({ code: 'rating.already_rated' })
  const { rows } = await owner.query('select kind, actor from rating_event where stream_id = $1 order by seq', [id])
  expect(rows.map(({ kind }) => kind)).toEqual(one.status === 'fulfilled' ? ['invited', 'rated'] : ['invited', 'rated', 'opened'])
})

test('the database takes no rating back', async () => {
  const { id } = await invitation()
  await giveAs(house.town.citizen.token, id, 5)
  for (const change of [
    'update rating set level = 1',
    'delete from rating',
    'truncate rating',
    'update rating_event set actor = actor',
    'delete from rating_event',
    'update rating_invitation set until_on = until_on',
    'delete from rating_invitation',
    'update rating_words set path = path',
  ]) {
    const client = new pg.Client({ connectionString: house.url })
    await client.connect()
    await expect(client.query(change)).rejects.toMatchObject({ code: '42501' })
    await client.end()
  }
})

test('the office reads what was said without who said it', async () => {
  const { citizen, leader, serviceClerk, clerk } = house.town
  const { id, number } = await invitation()
  await giveAs(citizen.token, id, 4, { words: `我是张三，编号${number}，电话13800000000，窗口很热情` })
  const query = { organisation: '11440000006939844R' }
  const { ratings } = await house.call<{ ratings: object[] }>('GET /desk/ratings', { token: leader, query })
  const text = JSON.stringify(ratings)
  expect(text).toContain('我是某某，编号＊＊＊，电话＊＊＊，窗口很热情')
  for (const secret of ['张三', '13800000000', number, id, citizen.personId]) expect(text).not.toContain(secret)
  for (const token of [clerk, serviceClerk, citizen.token])
    expect(await refused(house.call('GET /desk/ratings', { token, query }))).toMatchObject({ code: 'http.not_permitted' })
})

test('a bad mark: work order, verified, put right, told, not solved, told again, solved, ended by another', async () => {
  const { citizen, leader, supervisor, chief, clerk } = house.town
  const { id, caseId } = await invitation()
  expect(await giveAs(citizen.token, id, 2, { labels: ['209'], words: '等了很久，没有人理' })).toMatchObject({
    firstBy: '2026-03-03',
  })
  expect(await sheetOf(citizen.token, id)).toMatchObject({
    order: { state: 'opened', firstBy: '2026-03-03', fixBy: '2026-03-09', closeBy: '2026-03-23', canAnswer: false },
  })
  const note = { finding: 'founded', words: '已经打电话核实，情况属实。' }
  expect(await refused(act(chief, id, 'verify', note))).toMatchObject({ code: 'rating.served_oneself' }) // decided the case
  expect(await refused(act(clerk, id, 'verify', note))).toMatchObject({ code: 'http.not_permitted' })
  expect(await orderAs(chief, id)).toMatchObject({ contact: null, allowedActs: [], whyNot: expect.stringContaining('其他人员') })
  expect(await orderAs(leader, id)).toMatchObject({ contact: { caseId, name: '张三' }, allowedActs: ['verify'] })
  const { seen } = (
    await owner.query(`select count(*)::int as seen from access_event where body ->> 'purpose' = 'rating.contact'`)
  ).rows[0]
  expect(seen).toBe(1)
  expect(await refused(act(leader, id, 'rectify', { measure: 'fixed', words: '已经改正。' }))).toMatchObject({
    code: 'rating.order_not_there',
  })
  expect(await refused(act(supervisor, id, 'close', { words: '先办结了。' }))).toMatchObject({
    code: 'rating.not_yet_closable',
    facts: { why: 'no_feedback' },
  })
  await act(leader, id, 'verify', note)
  await act(leader, id, 'rectify', { measure: 'fixed', words: '增开了一个窗口。' })
  await act(leader, id, 'feed-back', { way: 'phone', words: '已经增开窗口，向您道歉。' })
  expect(await refused(act(supervisor, id, 'close', { words: '可以办结。' }))).toMatchObject({
    facts: { why: 'may_answer', until: '2026-03-09' },
  })
  const answer = (isSolved: boolean) =>
    house.call('POST /ratings/:id/answer', { ...as(citizen.token, id), body: { isSolved, words: null } })
  await answer(false)
  expect(await refused(act(supervisor, id, 'close', { words: '可以办结。' }))).toMatchObject({ facts: { why: 'unsolved' } })
  await act(leader, id, 'rectify', { measure: 'explained', words: '又延长了服务时间。' })
  await act(leader, id, 'feed-back', { way: 'message', words: '周六上午也开了。' })
  await answer(true)
  expect(await refused(answer(true))).toMatchObject({ code: 'rating.order_not_there' })
  expect((await sheetOf(citizen.token, id)).order).toMatchObject({ state: 'solved' })
  await act(supervisor, id, 'close', { words: '复核无误。' })
  const { order, given } = await sheetOf(citizen.token, id)
  expect(order).toMatchObject({ state: 'closed', outcome: 'solved', overdue: [] })
  expect(given).toMatchObject({ level: 2, labels: ['未在承诺时间内办结'], words: '等了很久，没有人理' })
  expect(order?.steps.map(({ name, words }) => [name, words])).toContainEqual(['核实：情况属实', null])
  await transaction(house.db, (tx) => sequence(tx))
  while ((await follow(house.db, figureKeeper, house.now(), () => {})) > 0);
  const { total } = await house.call<Figures>('GET /ratings/figures', { query: { by: 'organisation' } })
  expect(total).toMatchObject({ orders: expect.any(Number), closed: 1, solved: 1 })
  expect(total.invitations).toBeGreaterThan(total.answers)
  await inviteAll(house)
  const { messages } = await house.call<{ messages: { template: string; act: { path: string } }[] }>('GET /messages', citizen)
  const told = messages.filter(({ act }) => act.path.includes(id)).map(({ template }) => template)
  expect(new Set(told)).toEqual(new Set(['rateInvited', 'orderOpened', 'orderFedBack', 'orderClosed']))
})

test('limits that pass stand in the log once, whoever looks or not; no answer is not a yes', async () => {
  const { citizen, leader, supervisor } = house.town
  const { id } = await invitation()
  await giveAs(citizen.token, id, 1)
  house.at('2026-03-04T09:00:00+08:00')
  await settleDueOrders(house.db, house.now)
  await settleDueOrders(house.db, house.now)
  const kinds = async () =>
    (await owner.query('select kind, body from rating_event where stream_id = $1 order by seq', [id])).rows
  expect((await kinds()).filter(({ kind }) => kind === 'overdue').map(({ body }) => body)).toEqual([
    { limit: 'first', dueOn: '2026-03-03' },
  ])
  await act(leader, id, 'verify', { finding: 'unfounded', words: '联系过，系误评。' })
  await act(leader, id, 'rectify', { measure: 'explained', words: '说明了办理经过。' })
  await act(leader, id, 'feed-back', { way: 'phone', words: '说明了办理经过，请您再看。' })
  house.at('2026-03-12T09:00:00+08:00')
  await act(supervisor, id, 'close', { words: '已反馈，逾期没有答复。' })
  expect((await sheetOf(citizen.token, id)).order).toMatchObject({ state: 'closed', outcome: 'unanswered', overdue: ['first'] })
  house.at('2026-03-02T09:00:00+08:00')
})

test('what was written goes when the case is erased; the mark stays, and the log is whole', async () => {
  const { citizen, leader, clerk } = house.town
  const { id, caseId } = await invitation()
  await giveAs(citizen.token, id, 5, { words: '写了私事' })
  await house.call('POST /cases/:id/hand-over', { ...as(clerk, caseId), body: { method: 'direct', receivedBy: '张三' } })
  await house.call('POST /cases/:id/erase', { ...as(leader, caseId), body: { ground: 'withdrawn_consent' } })
  await transaction(house.db, (tx) => sequence(tx))
  while ((await follow(house.db, ratingEraser, house.now(), () => {})) > 0);
  expect((await sheetOf(citizen.token, id)).given).toMatchObject({ level: 5, words: null })
  expect(await verified(house)).toEqual([])
})

test('whatever is changed behind the log is found', async () => {
  const { id } = await invitation()
  await giveAs(house.town.citizen.token, id, 1, { words: '不好' })
  const tampered = async (change: string, back: string) => {
    await owner.query(change)
    const found = await verified(house)
    await owner.query(back)
    return found
  }
  const line = (seq: number | string, what: string) => [`- ${seq} rating/${id}：${what}`]
  const of = `where invitation_id = '${id}'`
  expect(await tampered(`update rating set level = 5 ${of}`, `update rating set level = 1 ${of}`)).toEqual(
    line(2, '评价与事件不符'),
  )
  expect(
    await tampered(`update rating set organisation = '91' ${of}`, `update rating set organisation = '11440000006939844R' ${of}`),
  ).toEqual(line(2, '评价与事件不符'))
  expect(
    await tampered(
      `update rating_invitation set organisation = '91' where id = '${id}'`,
      `update rating_invitation set organisation = '11440000006939844R' where id = '${id}'`,
    ),
  ).toEqual(line(1, '评价邀请与事件不符'))
  expect(
    await tampered(
      `update rating_words set value = '"很好"' where stream_id = '${id}'`,
      `update rating_words set value = '"不好"' where stream_id = '${id}'`,
    ),
  ).toEqual(line(2, 'words 与事件中的承诺值不符或者缺失'))
  expect(
    await tampered(
      `update rating_order set fold = jsonb_set(fold, '{state}', '"closed"') ${of}`,
      `update rating_order set fold = jsonb_set(fold, '{state}', '"opened"') ${of}`,
    ),
  ).toEqual(line('-', '整改单与事件不符'))
  expect(await verified(house)).toEqual([])
})
