import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { followers } from '../src/app/assemble.ts'
import { offices, staffAt, townItems } from '../src/app/town.ts'
import { transaction } from '../src/kernel/db/index.ts'
import { firstIdOf } from '../src/kernel/db/partitions.ts'
import { system } from '../src/kernel/http/index.ts'
import { reset } from '../src/kernel/log/follower.ts'
import { eventsOf, type Follower, follow, sequence } from '../src/kernel/log/index.ts'
import type { CaseView } from '../src/modules/casework/contract.ts'
import { caseStream, redateQueued } from '../src/modules/casework/index.ts'
import type { NamedPreview } from '../src/modules/casework/redate/contract.ts'
import { publish } from '../src/modules/catalogue/index.ts'
import type { Entry } from '../src/modules/clock/contract.ts'
import { importNational } from '../src/modules/clock/index.ts'
import { importDivisions, importOrganisations } from '../src/modules/region/index.ts'
import { apply, form, giveAll } from './apply.ts'
import { openHouse, refused, type TestHouse, verified } from './house.ts'
import { makeItem } from './make-item.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openHouse('2020-01-14T09:00:00+08:00')
  const owner = new pg.Client({ connectionString: house.ownerUrl })
  await owner.connect()
  await owner.query(
    `create table case_event_2020 partition of case_event for values from ('${firstIdOf(2020)}') to ('${firstIdOf(2021)}')`,
  )
  await owner.end()
})
afterAll(() => house.close())

/** What happens by itself: positions, followers, and the job they ask for. */
async function followOn(): Promise<number> {
  await transaction(house.db, (tx) => sequence(tx))
  for (const follower of followers)
    while ((await follow(house.db, follower, house.now(), (parked) => expect(parked).toBeNull())) > 0);
  return redateQueued(house.db, house.now)
}

const view = (caseId: string) =>
  house.call<CaseView>('GET /cases/:id', { token: house.town.citizen.token, params: { id: caseId } })
const timerOf = async (caseId: string, code: string) => (await view(caseId)).timers.find((timer) => timer.code === code)
const eventsIn = (caseId: string) => transaction(house.db, (tx) => eventsOf(tx, caseStream, caseId))
const accept = (caseId: string) =>
  house.call('POST /cases/:id/accept', { token: house.town.clerk, params: { id: caseId }, body: {} })
const explained = (caseId: string, code: string, asOf: string) =>
  house.call<{ timer: { dueOn: string | null }; days: { date: string; counted: boolean; why: string }[] }>(
    'GET /cases/:id/timers/:code',
    { token: house.town.citizen.token, params: { id: caseId, code }, query: { asOf } },
  )
const enter = (layer: string, body: Entry) =>
  house.call<{ seq: number; isNew: boolean }>('POST /calendar/layers/:code/notices', {
    token: house.town.admin,
    params: { code: layer },
    body,
  })

/*
 * By the notice of 21 November 2019 the Spring Festival lasts from 24 to 30 January 2020, 19 January and 1 February are worked.
 * By that of 26 January it lasts to 2 February: 31 January (Friday) and 1 February (Saturday, a make-up day) are worked no more.
 * Accepted on Tuesday, 14 January, 20 working days:
 *   first notice:  15 16 17 19 20 21 22 23 (8) | 31, 1 February (10) | 3–7 (15) | 10–14 (20)  → 14 February
 *   second notice: 15 16 17 19 20 21 22 23 (8) | 3–7 (13) | 10–14 (18) | 17 18 (20)           → 18 February
 * Promised in 5: 15 16 17 19 20 → 20 January, before anything changed.
 */
test('January 2020 in two times: the holiday is lengthened, open cases follow, and what was told before stays explainable', async () => {
  const { caseId } = await apply(house, house.town.citizen)
  await accept(caseId)
  expect(await timerOf(caseId, 'DECIDE')).toMatchObject({ dueOn: '2020-02-14', isProvisional: false })
  await followOn()

  house.at('2020-01-27T08:00:00+08:00')
  expect(await transaction(house.db, (tx) => importNational(tx, system, house.now()))).toBe(1)
  expect(await followOn()).toBe(1)
  expect((await eventsIn(caseId)).at(-1)).toMatchObject({
    kind: 'redated',
    actor: 'system',
    ground: '行政许可法 82',
    effective_on: '2020-01-27',
    body: {
      notices: [{ layer: 'national', seq: 5, knownOn: '2020-01-26' }],
      moved: [{ timer: 'DECIDE', from: '2020-02-14', to: '2020-02-18' }],
    },
  })
  expect(await timerOf(caseId, 'DECIDE')).toMatchObject({ dueOn: '2020-02-18' })

  expect(await followOn()).toBe(0)
  expect((await eventsIn(caseId)).map((event) => event.kind)).toEqual(['submit', 'accept', 'redated', 'overdue'])

  const { events } = await house.call<{ events: { kind: string; text: string | null }[] }>('GET /cases/:id/events', {
    token: house.town.citizen.token,
    params: { id: caseId },
  })
  expect(events.map((event) => event.text)).toEqual([
    null,
    null,
    '因《国务院办公厅关于延长2020年春节假期的通知》（2020-01-26 公布），法定时限由 2020-02-14 调整为 2020-02-18。',
    null,
  ])

  const then = await explained(caseId, 'DECIDE', '2020-01-26')
  expect(then.timer.dueOn).toBe('2020-02-14')
  expect(then.days.find((day) => day.date === '2020-01-31')).toEqual({ date: '2020-01-31', counted: true, why: '工作日' })
  const since = await explained(caseId, 'DECIDE', '2020-01-27')
  expect(since.timer.dueOn).toBe('2020-02-18')
  expect(since.days.find((day) => day.date === '2020-01-31')).toEqual({ date: '2020-01-31', counted: false, why: '春节放假' })
  expect(await verified(house)).toEqual([])
})

const typhoon = (fromOn: string, toOn: string): Entry => ({
  kind: 'closure',
  reason: '台风红色预警',
  fromOn,
  toOn,
  knownOn: house?.now().today ?? '2020-01-14', // tables of tests are made before there is a house
  title: '关于停止办公的公告',
  source: null,
})

const closed = (on: string) => typhoon(on, on)

/** A case received and accepted now, online. */
async function accepted(): Promise<string> {
  const { caseId } = await apply(house, house.town.citizen)
  await accept(caseId)
  return caseId
}

const kindsIn = async (caseId: string) => (await eventsIn(caseId)).map((event) => event.kind)
const promised = async (caseId: string) => (await timerOf(caseId, 'PROMISE'))?.dueOn
const waiting = async () => {
  const { rows } = await transaction(house.db, (tx) => sql<{ n: number }>`select count(*) as n from case_to_redate`.execute(tx))
  return rows[0]?.n
}
/** Positions and followers, without the job. */
async function queueOnly(): Promise<void> {
  await transaction(house.db, (tx) => sequence(tx))
  for (const follower of followers) while ((await follow(house.db, follower, house.now(), () => {})) > 0);
}
const guangdong = 'division:440000000000'

test('a closure moves the dates of its division; withdrawn, they are as before', async () => {
  house.at('2026-03-02T09:00:00+08:00') // Monday; promised in 5 working days
  await followOn()
  const caseId = await accepted()
  expect(await promised(caseId)).toBe('2026-03-09')

  house.at('2026-03-04T07:00:00+08:00')
  const { seq } = await enter(guangdong, typhoon('2026-03-04', '2026-03-05'))
  expect(await enter(guangdong, typhoon('2026-03-04', '2026-03-05'))).toEqual({ layer: guangdong, seq, isNew: false })
  await followOn()
  expect(await promised(caseId)).toBe('2026-03-11')
  expect((await eventsIn(caseId)).at(-1)?.body.notices).toEqual([{ layer: guangdong, seq, knownOn: '2026-03-04' }])

  const withdrawal: Entry = {
    kind: 'withdrawal',
    subject: '台风红色预警 2026-03-04',
    knownOn: '2026-03-04',
    title: '撤销误录的停止办公',
    source: null,
  }
  expect(await refused(enter(guangdong, withdrawal))).toMatchObject({ code: 'clock.notice_conflict' })
  await enter(guangdong, { ...withdrawal, corrects: true })
  await followOn()
  expect(await promised(caseId)).toBe('2026-03-09')
  expect(await kindsIn(caseId)).toEqual(['submit', 'accept', 'redated', 'redated'])
  expect(await refused(enter(guangdong, { ...withdrawal, corrects: true }))).toMatchObject({ code: 'clock.nothing_to_withdraw' })
})

test('a closure of one place touches what was handed in there and nothing else, and far-away days queue nobody', async () => {
  house.at('2026-04-07T09:00:00+08:00')
  await followOn()
  const online = await accepted()
  const { caseId: there } = await house.call<{ caseId: string }>('POST /cases', {
    token: house.town.clerk,
    body: { itemCode: townItems.permit, applicantId: house.town.citizen.personId, form, materials: [] },
  })
  await enter('place:hall', typhoon('2026-04-08', '2026-04-09'))
  await queueOnly()
  expect(await waiting()).toBe(1)
  await redateQueued(house.db, house.now)
  expect(await kindsIn(online)).toEqual(['submit', 'accept'])
  expect(await kindsIn(there)).toEqual(['submit', 'redated'])
  expect((await eventsIn(there)).at(-1)?.body.moved).toEqual([{ timer: 'ACCEPT_REVIEW', from: '2026-04-14', to: '2026-04-16' }])

  await enter(guangdong, typhoon('2026-11-30', '2026-12-02'))
  await queueOnly()
  expect(await waiting()).toBe(0)
})

test('two notices at once move a case once, by one event that names both', async () => {
  house.at('2026-05-11T09:00:00+08:00') // Monday
  await followOn()
  const caseId = await accepted()
  house.at('2026-05-11T15:00:00+08:00')
  const first = await enter(guangdong, closed('2026-05-12'))
  house.at('2026-05-11T15:01:00+08:00')
  const second = await enter('national', closed('2026-05-14'))
  await followOn()
  expect(await promised(caseId)).toBe('2026-05-20')
  expect(await kindsIn(caseId)).toEqual(['submit', 'accept', 'redated'])
  expect((await eventsIn(caseId)).at(-1)?.body.notices).toEqual([
    { layer: guangdong, seq: first.seq, knownOn: '2026-05-11' },
    { layer: 'national', seq: second.seq, knownOn: '2026-05-11' },
  ])
})

describe('whatever comes in between', () => {
  const three = async () => {
    await followOn()
    return (await Promise.all([accepted(), accepted(), accepted()])).sort()
  }

  test('killed in the middle, the rest stays in the queue and the next turn ends it; once more changes nothing', async () => {
    house.at('2026-06-01T09:00:00+08:00')
    const cases = await three()
    await enter(guangdong, closed('2026-06-02'))
    await queueOnly()
    const before = (await waiting()) ?? 0
    const killed = redateQueued(house.db, house.now, { batch: 1, onBatch: () => Promise.reject(new Error('killed')) })
    await expect(killed).rejects.toThrow('killed')
    expect(await waiting()).toBe(before - 1)
    await redateQueued(house.db, house.now)
    expect(await waiting()).toBe(0)
    for (const caseId of cases) expect(await kindsIn(caseId)).toEqual(['submit', 'accept', 'redated'])

    const redater = followers.find((follower) => follower.name === 'casework.redate')
    await transaction(house.db, (tx) => reset(tx, redater as Follower))
    await queueOnly()
    expect(await waiting()).toBeGreaterThanOrEqual(3)
    expect(await redateQueued(house.db, house.now)).toBe(0)
  })

  test('an act that comes first puts the dates right itself; the job finds nothing to do', async () => {
    house.at('2026-07-06T09:00:00+08:00')
    const [mine = '', ...others] = await three()
    await enter(guangdong, closed('2026-07-07'))
    await queueOnly()
    const review = { conclusion: 'grant', opinion: '符合条件，建议如此办理。' }
    await house.call('POST /cases/:id/review', { token: house.town.approver, params: { id: mine }, body: review })
    await redateQueued(house.db, house.now)
    expect(await kindsIn(mine)).toEqual(['submit', 'accept', 'redated', 'review'])
    for (const caseId of others) expect(await kindsIn(caseId)).toEqual(['submit', 'accept', 'redated'])
  })

  test('an act between reading and writing keeps the job off, and the case has its event once', async () => {
    house.at('2026-08-03T09:00:00+08:00')
    const cases = await three()
    await enter(guangdong, closed('2026-08-04'))
    await queueOnly()
    const review = { conclusion: 'grant', opinion: '符合条件，建议如此办理。' }
    let isDone = false
    const onBatch = async () => {
      if (isDone) return // with the first batch written, the second has been read already
      isDone = true
      await new Promise((resolve) => setTimeout(resolve, 300))
      for (const id of cases)
        await house.call('POST /cases/:id/review', { token: house.town.approver, params: { id }, body: review })
    }
    await redateQueued(house.db, house.now, { batch: 1, onBatch })
    for (const caseId of cases) expect(await kindsIn(caseId)).toEqual(['submit', 'accept', 'redated', 'review'])
    expect(await waiting()).toBe(0)
  })

  test('a case that somebody holds is passed by, and gets its turn when it is free', async () => {
    house.at('2026-09-07T09:00:00+08:00')
    const cases = await three()
    await enter(guangdong, closed('2026-09-08'))
    await queueOnly()
    let release: () => void = () => {}
    const held = transaction(house.db, async (tx) => {
      await sql`select from case_state where case_id = ${cases[0] ?? ''} for update`.execute(tx)
      await new Promise<void>((resolve) => {
        release = resolve
      })
    })
    let turns = 0
    const onBatch = async () => {
      turns += 1
      if (turns === 2) release()
    }
    await redateQueued(house.db, house.now, { onBatch })
    await held
    for (const caseId of cases) expect(await kindsIn(caseId)).toEqual(['submit', 'accept', 'redated'])
  })
})

test('a year that is announced makes its dates certain, with an event though the day stays', async () => {
  house.at('2026-12-21T09:00:00+08:00') // Monday; from the 25th on the next year's arrangement may reach
  await transaction(house.db, (tx) => importNational(tx, system, house.now()))
  await followOn()
  const caseId = await accepted()
  expect(await timerOf(caseId, 'PROMISE')).toMatchObject({ dueOn: '2026-12-28', isProvisional: true })
  const { seq } = await enter('national', {
    kind: 'notice',
    subject: '2027',
    year: 2027,
    knownOn: '2026-12-21',
    title: '关于2027年部分节假日安排的通知（试验）',
    source: null,
    days: [{ on: '2027-01-01', kind: 'holiday', name: '元旦' }],
  })
  await followOn()
  expect(await timerOf(caseId, 'PROMISE')).toMatchObject({ dueOn: '2026-12-28', isProvisional: false })
  const body = (await eventsIn(caseId)).at(-1)?.body
  expect(body?.notices).toEqual([{ layer: 'national', seq, knownOn: '2026-12-21' }])
  expect(body?.moved).toContainEqual({ timer: 'PROMISE', from: '2026-12-28', to: '2026-12-28' })
})

test('a preview tells what would then happen, and writes nothing', async () => {
  house.at('2027-03-01T09:00:00+08:00') // Monday
  await followOn()
  const caseId = await accepted()
  const state = () =>
    transaction(house.db, (tx) =>
      sql`select (select count(*) from case_event), (select count(*) from calendar_event), (select version from calendar_version)`.execute(
        tx,
      ),
    )
  const before = await state()
  const seen = await house.call<NamedPreview>('POST /calendar/layers/:code/preview', {
    token: house.town.admin,
    params: { code: guangdong },
    body: closed('2027-03-03'),
  })
  expect((await state()).rows).toEqual(before.rows)
  expect(seen).toMatchObject({ span: { from: '2027-03-03', to: '2027-03-03' }, looked: seen.reached })
  expect(seen.moved).toBe(seen.byItem.reduce((sum, row) => sum + row.cases, 0))
  expect(seen.byOrganisation.map((row) => row.organisation)).toContain(offices.permit)
  expect(seen.sample.find((row) => row.caseId === caseId)).toMatchObject({
    timer: 'DECIDE',
    timerName: '法定时限',
    itemName: expect.stringContaining('超限运输'),
    organisationName: expect.stringContaining('厅'),
    from: '2027-03-29',
    to: '2027-03-30',
  })

  await enter(guangdong, closed('2027-03-03'))
  expect(await followOn()).toBe(seen.moved)
  expect(await timerOf(caseId, 'DECIDE')).toMatchObject({ dueOn: '2027-03-30' })
})

test('the year of a layer: who says what of each day, and what two states of knowledge tell differently', async () => {
  type Year = {
    layer: { rank: number }
    days: { on: string; kind: string; name: string | null; notice: object | null; isProvisional: boolean }[]
  }
  const year = (code: string, of: number, query: object) =>
    house.call<Year>('GET /calendar/layers/:code/years/:year', { params: { code, year: of }, query })
  const dayIn = ({ days }: Year, on: string) => days.find((day) => day.on === on)
  const first = await year('national', 2020, { asOf: '2020-01-25' })
  expect(first.days).toHaveLength(366)
  expect(dayIn(first, '2020-01-31')).toEqual({ on: '2020-01-31', kind: 'worked', name: null, notice: null, isProvisional: false })
  expect(dayIn(first, '2020-02-01')).toMatchObject({ kind: 'makeup', name: '春节', notice: { layer: 'national', seq: 4 } })
  expect(dayIn(await year('national', 2020, {}), '2020-02-01')).toMatchObject({ kind: 'holiday', notice: { seq: 5 } })

  const query = { before: '2020-01-25', after: '2020-01-26' }
  const { days } = await house.call<{ days: { on: string; before: object; after: object }[] }>(
    'GET /calendar/layers/:code/years/:year/compare',
    { params: { code: 'national', year: 2020 }, query },
  )
  expect(days.map((day) => day.on)).toEqual(['2020-01-31', '2020-02-01', '2020-02-02'])
  expect(days[0]).toMatchObject({ before: { isWorked: true, why: '工作日' }, after: { isWorked: false, why: '春节放假' } })

  const hall = await year('place:hall', 2026, {})
  expect(hall.layer.rank).toBe(8)
  expect(dayIn(hall, '2026-04-08')).toMatchObject({ kind: 'closed', name: '台风红色预警', notice: { layer: 'place:hall' } })
  expect(dayIn(hall, '2026-06-02')).toMatchObject({ kind: 'closed', notice: { layer: guangdong } })
  expect(dayIn(await year(guangdong, 2026, {}), '2026-04-08')).toMatchObject({ kind: 'worked', notice: null })

  const { layers } = await house.call<{ layers: { code: string; notices: number }[] }>('GET /calendar/layers')
  expect(layers.map((layer) => layer.code)).toEqual(['national', guangdong, 'place:hall'])
  const { notices } = await house.call<{ notices: { subject: string; isInForce: boolean }[] }>(
    'GET /calendar/layers/:code/notices',
    {
      params: { code: guangdong },
    },
  )
  expect(notices.filter((notice) => notice.subject === '台风红色预警 2026-03-04').map((notice) => notice.isInForce)).toEqual([
    true,
    false,
  ])
})

/** Organisations of three levels in one province and one in another, each with an item of its own and who accepts for it. */
const levels = {
  province: { uscc: '11510000000000001P', divisionCode: '510000000000' },
  city: { uscc: '11511600000000002C', divisionCode: '511600000000' },
  district: { uscc: '11511602000000003D', divisionCode: '511602000000' },
  elsewhere: { uscc: '11520000000000004E', divisionCode: '520000000000' },
} as const
type Level = keyof typeof levels
const clerks = new Map<string, string>()

async function foundLevels(): Promise<void> {
  if (clerks.size > 0) return
  const rows = [
    { code: '510000000000', name: '四川省', level: 1, parentCode: null },
    { code: '511600000000', name: '广安市', level: 2, parentCode: '510000000000' },
    { code: '511602000000', name: '广安区', level: 3, parentCode: '511600000000' },
    { code: '520000000000', name: '贵州省', level: 1, parentCode: null },
  ]
  await transaction(house.db, (tx) => importDivisions(tx, rows, 2024))
  for (const [level, { uscc, divisionCode }] of Object.entries(levels)) {
    await transaction(house.db, (tx) => importOrganisations(tx, [{ uscc, name: `${level}局`, divisionCode }]))
    const settings = { shortName: `川${level}`, reviewAuthority: null, court: null }
    await house.call('POST /organisations/:uscc', { token: house.town.admin, params: { uscc }, body: settings })
    const definition = makeItem({ organ: { name: `${level}局`, uscc }, areaCode: divisionCode })
    const publication = { code: `AT-${level}`, definition, effectiveAt: house.now().at, source: 'test', approval: 'test' }
    await transaction(house.db, (tx) => publish(tx, publication, system, house.now()))
    const seat = { login: `clerk-${level}`, role: 'window_clerk', organisation: uscc, place: 'hall' }
    clerks.set(level, await staffAt(house.call, house.town.admin, seat, house.now()))
  }
  const never = new Date('2099-01-01') // these sessions too last for ever, because time jumps
  await transaction(house.db, (tx) => tx.updateTable('session').set({ last_seen_at: never, until_at: never }).execute())
}

/** A case accepted now by the organisation of a level, applied for online. */
async function acceptedAt(level: Level): Promise<string> {
  const materials = await giveAll(house, house.town.citizen, ['M01', 'M02'])
  const body = { itemCode: `AT-${level}`, form: { request: '申请' }, materials }
  const { caseId } = await house.call<{ caseId: string }>('POST /cases', { token: house.town.citizen.token, body })
  await house.call('POST /cases/:id/accept', { token: clerks.get(level) ?? '', params: { id: caseId }, body: {} })
  return caseId
}

const promisedAll = async (cases: Record<string, string>) => {
  const days: [string, string | null | undefined][] = []
  for (const [level, caseId] of Object.entries(cases)) days.push([level, await promised(caseId)])
  return Object.fromEntries(days)
}

test.each<[string, string, Level[]]>([
  [
    'a province-wide layer moves what its province, cities and districts handle, and nothing of another province',
    '510000000000',
    ['province', 'city', 'district'],
  ],
  ['a layer of a city moves what it and its districts handle, and nothing of the province', '511600000000', ['city', 'district']],
  ['a layer of a district moves what the district handles', '511602000000', ['district']],
])('%s', async (_, division, moved) => {
  house.at('2027-04-12T09:00:00+08:00') // Monday; promised in 5 working days: 13 14 15 16 19
  await foundLevels()
  await followOn()
  const all = Object.keys(levels) as Level[]
  const cases = Object.fromEntries(await Promise.all(all.map(async (level) => [level, await acceptedAt(level)] as const)))
  expect(await promisedAll(cases)).toEqual(Object.fromEntries(all.map((level) => [level, '2027-04-19'])))

  const closure = await enter(`division:${division}`, closed('2027-04-14'))
  await queueOnly()
  const queued = await sql<{ case_id: string }>`select case_id from case_to_redate`.execute(house.db)
  const ids = queued.rows.map((row) => row.case_id)
  expect(all.filter((level) => ids.includes(cases[level] ?? ''))).toEqual(moved)
  await redateQueued(house.db, house.now)
  expect(await promisedAll(cases)).toEqual(
    Object.fromEntries(all.map((level) => [level, moved.includes(level) ? '2027-04-20' : '2027-04-19'])),
  )
  for (const level of all)
    expect(await kindsIn(cases[level] ?? '')).toEqual(['submit', 'accept', ...(moved.includes(level) ? ['redated'] : [])])

  const subject = '台风红色预警 2027-04-14' // taken back, so that the next layer is seen alone
  const withdrawal: Entry = { kind: 'withdrawal', subject, knownOn: '2027-04-12', title: '撤销', source: null, corrects: true }
  expect(closure.isNew).toBe(true)
  await enter(`division:${division}`, withdrawal)
  await followOn()
})

/*
 * Promised on Monday, 7 June 2027, in 5 working days: 8 9 10 11 14. On the 16th somebody enters what was published and known on the 8th,
 * that offices were closed on the 9th and 10th: 8 11 14 15 16. The platform did not know it until the 16th, and said so: overdue from the 15th.
 */
test('a notice entered late moves what is still open, and what was told before it was entered stays explainable', async () => {
  house.at('2027-06-07T09:00:00+08:00')
  await followOn()
  const caseId = await accepted()
  house.at('2027-06-15T08:00:00+08:00')
  expect(await timerOf(caseId, 'PROMISE')).toMatchObject({ dueOn: '2027-06-14', status: 'late' })

  house.at('2027-06-16T08:00:00+08:00')
  await enter(guangdong, { ...typhoon('2027-06-09', '2027-06-10'), knownOn: '2027-06-08' })
  await followOn()
  expect(await timerOf(caseId, 'PROMISE')).toMatchObject({ dueOn: '2027-06-16', status: 'warning', hasPassed: false })
  expect(await kindsIn(caseId)).toEqual(['submit', 'accept', 'overdue', 'redated'])
  expect((await eventsIn(caseId)).at(-1)?.body).toMatchObject({
    notices: [{ layer: guangdong, knownOn: '2027-06-08' }],
    moved: expect.arrayContaining([{ timer: 'PROMISE', from: '2027-06-14', to: '2027-06-16' }]),
  })
  const told = await explained(caseId, 'PROMISE', '2027-06-15')
  expect(told.timer.dueOn).toBe('2027-06-14')
  expect(told.days.find((day) => day.date === '2027-06-09')).toMatchObject({ counted: true })
  const now = await explained(caseId, 'PROMISE', '2027-06-16')
  expect(now.timer.dueOn).toBe('2027-06-16')
  expect(now.days.find((day) => day.date === '2027-06-09')).toMatchObject({ counted: false, why: '台风红色预警停止办公' })
})

test('an organisation moved to another division counts by the calendar there: its open cases follow, and no others', async () => {
  house.at('2027-07-05T09:00:00+08:00') // Monday; promised in 5 working days: 6 7 8 9 12
  await foundLevels()
  await enter('division:520000000000', closed('2027-07-07'))
  await followOn()
  const [mine, other] = [await acceptedAt('district'), await acceptedAt('city')]
  expect(await promised(mine)).toBe('2027-07-12')

  const move = (token: string, divisionCode: string) => {
    const body = { shortName: '川district', reviewAuthority: null, court: null, divisionCode }
    return house.call('POST /organisations/:uscc', { token, params: { uscc: levels.district.uscc }, body })
  }
  expect(await refused(move(house.town.admin, '990000000000'))).toMatchObject({ code: 'region.unknown_division' })
  await move(house.town.admin, '520000000000')
  await queueOnly()
  expect(await waiting()).toBeGreaterThanOrEqual(1)
  const moved = await sql<{ organisation: string }>`
    select distinct organisation from case_to_redate join case_state using (case_id)`.execute(house.db)
  expect(moved.rows.map((row) => row.organisation)).toEqual([levels.district.uscc])
  await redateQueued(house.db, house.now)
  expect(await kindsIn(mine)).toEqual(['submit', 'accept', 'redated'])
  expect((await eventsIn(mine)).at(-1)?.body.notices).toEqual([
    { layer: 'division:520000000000', seq: expect.any(Number), knownOn: '2027-07-05' }, // what its new place knows and the old one did not
  ])
  expect(await promised(mine)).toBe('2027-07-13')
  expect(await kindsIn(other)).toEqual(['submit', 'accept'])
})

test.each<[string, string, Entry, string]>([
  ['a place that is not there', 'place:nowhere', typhoon('2026-01-05', '2026-01-05'), 'clock.unknown_layer'],
  ['a division that is not there', 'division:990000000000', typhoon('2026-01-05', '2026-01-05'), 'region.unknown_division'],
  ['a closure that ends before it begins', 'national', typhoon('2026-01-05', '2026-01-04'), 'clock.closure_invalid'],
  ['a closure of more than a year', 'national', typhoon('2026-01-05', '2027-01-06'), 'clock.closure_invalid'],
  ['a day that does not exist', 'national', typhoon('2026-02-30', '2026-03-01'), 'clock.day_invalid'],
  [
    'a notice of tomorrow',
    'national',
    { ...typhoon('2026-01-05', '2026-01-05'), knownOn: '2099-01-01' },
    'clock.notice_not_yet_known',
  ],
])('refused, entered or previewed: %s', async (_, layer, body, code) => {
  expect(await refused(enter(layer, body))).toMatchObject({ code })
  const preview = house.call('POST /calendar/layers/:code/preview', { token: house.town.admin, params: { code: layer }, body })
  expect(await refused(preview)).toMatchObject({ code })
})

test('after all of this everything that can be proved is proved', async () => {
  expect(await verified(house)).toEqual([])
})
