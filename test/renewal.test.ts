import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { followers, regularsOf } from '../src/app/assemble.ts'
import { system } from '../src/kernel/actor.ts'
import { transaction } from '../src/kernel/db/index.ts'
import { eventsOf, follow, sequence } from '../src/kernel/log/index.ts'
import type { ExplainedTimer, TimerView } from '../src/modules/casework/contract.ts'
import { type CaseView, caseStream, findCase } from '../src/modules/casework/index.ts'
import { type ItemDefinition, publish } from '../src/modules/catalogue/index.ts'
import { faultsOf } from '../src/modules/catalogue/rules.ts'
import { isRenewedBySilence } from '../src/modules/clock/index.ts'
import type { Checklist } from '../src/modules/intake/desk/contract.ts'
import { standingOf } from '../src/modules/intake/renewal/rules.ts'
import type { MessageList } from '../src/modules/notification/contract.ts'
import { giveAll } from './apply.ts'
import { openHouse, refused, type TestHouse, verified } from './house.ts'
import { makeItem } from './make-item.ts'

/*
 * The licence ends on Friday, 1 May 2026, a holiday: the next day of work is 6 May. Asked for 45 days before: on 17 March at the latest.
 * Received on Monday, 2 March and accepted on the 3rd: the law of the item ends on 31 March, the promise on 10 March.
 */
const endsOn = '2026-05-01'
const renewal = { expiryField: 'licenceUntilOn', leadDays: 45, basis: '取水许可和水资源费征收管理条例 25' }
const fields: ItemDefinition['form']['fields'] = [
  { code: 'licenceUntilOn', label: '现有效期届满日', type: 'date', required: true, maxLength: 10 },
]
const item = makeItem({
  renewal,
  form: { isGeneric: false, fields },
  legalLimit: { days: 60, unit: 'workday' },
  extension: { days: 10, approver: 'organHead', basis: '本条例' },
  procedures: [{ code: 'hearing', name: '听证', kind: 'HEARING', limit: null, stops: 'all' }],
  result: { name: '取水许可证' },
})

let house: TestHouse
beforeAll(async () => {
  house = await openHouse('2026-03-02T09:00:00+08:00')
  for (const [code, definition] of Object.entries({ RENEW: item, PLAIN: makeItem({ form: item.form }) })) {
    const publication = { code, definition, effectiveAt: house.now().at, source: 'test', approval: 'test' }
    await transaction(house.db, (tx) => publish(tx, publication, system, house.now()))
  }
})
afterAll(() => house.close())

const on = (route: string, token: string, id: string, body: object = {}) =>
  house.call<Record<string, unknown>>(route, { token, params: { id }, body })
const view = (id: string) => house.call<CaseView>('GET /cases/:id', { token: house.town.citizen.token, params: { id } })
const clock = async (id: string): Promise<TimerView | undefined> =>
  (await view(id)).timers.find(({ code, endedOn }) => code === 'RENEW_DECIDE' && endedOn === null)
const renewalOf = async (id: string) =>
  (await house.call<Checklist>('GET /cases/:id/checklist', { token: house.town.clerk, params: { id } })).renewal
const kindsIn = async (id: string) =>
  (await transaction(house.db, (tx) => eventsOf(tx, caseStream, id))).map(({ kind, body }) =>
    kind === 'overdue' ? `${kind} ${body.timer}` : kind,
  )
const textsOf = async (id: string) => {
  const { events } = await house.call<{ events: { kind: string; text: string | null }[] }>('GET /cases/:id/events', {
    token: house.town.citizen.token,
    params: { id },
  })
  return events.flatMap(({ kind, text }) => (text === null ? [] : [`${kind}: ${text}`]))
}

async function submitted(itemCode = 'RENEW', received = '2026-03-02', wrote = endsOn): Promise<string> {
  house.at(`${received}T09:00:00+08:00`)
  const materials = await giveAll(house, house.town.citizen, ['M01', 'M02'])
  const body = { itemCode, form: { licenceUntilOn: wrote }, materials }
  return (await house.call<{ caseId: string }>('POST /cases', { token: house.town.citizen.token, body })).caseId
}

const accept = (id: string, body: object = { expiresOn: endsOn }) => on('POST /cases/:id/accept', house.town.clerk, id, body)
async function accepted(received = '2026-03-02', wrote = endsOn): Promise<string> {
  const id = await submitted('RENEW', received, wrote)
  house.at(`${received}T10:00:00+08:00`)
  await accept(id)
  return id
}
const review = (id: string) =>
  on('POST /cases/:id/review', house.town.approver, id, { conclusion: 'grant', opinion: '符合条件，建议准予延续。' })
const grant = (id: string) => on('POST /cases/:id/grant', house.town.chief, id, { decision: '准予延续五年。' })

async function followOn(): Promise<void> {
  await transaction(house.db, (tx) => sequence(tx))
  for (const follower of followers)
    while ((await follow(house.db, follower, house.now(), (parked) => expect(parked).toBeNull())) > 0);
}

describe('accepting a renewal', () => {
  test('takes the last day from the licence in hand, never from the application alone', async () => {
    const id = await submitted()
    expect(await refused(accept(id, {}))).toMatchObject({ code: 'intake.expiry_needed', source: '行政许可法 50' })
    expect(await refused(accept(id, { expiresOn: '2026-02-30' }))).toMatchObject({ code: 'clock.day_invalid' })
    expect(await refused(accept(await submitted('PLAIN')))).toMatchObject({ code: 'intake.no_renewal' })
    expect(await refused(on('POST /cases/:id/confirm-expiry', house.town.approver, id, { expiresOn: endsOn }))).toMatchObject({
      code: 'casework.not_allowed',
    })
  })

  test('asked for in time, it is to be decided by exactly that day, though it is a holiday; the proof says so', async () => {
    const id = await accepted()
    expect(await clock(id)).toMatchObject({
      name: '延续决定',
      origin: 'licence',
      startedOn: '2026-03-02',
      dueOn: endsOn,
      limit: { days: 60, unit: 'day' },
      isProvisional: false,
      basis: '行政许可法 50',
    })
    const proof = await house.call<ExplainedTimer>('GET /cases/:id/timers/:code', {
      token: house.town.citizen.token,
      params: { id, code: 'RENEW_DECIDE' },
      query: {},
    })
    expect(proof.days).toEqual([
      { date: '2026-03-02', counted: false, why: '提出申请' },
      { date: endsOn, counted: true, why: '有效期届满日，依法不顺延' },
    ])
    expect(proof.clauses).toEqual(['行政许可法 50'])
    expect(await renewalOf(id)).toEqual({ ...renewal, expiresOn: endsOn, latestOn: '2026-03-17', standing: 'inTime' })
    expect(await textsOf(id)).toEqual([
      `accept: 有效期核定至 ${endsOn} 届满，应当在届满前决定是否准予延续，逾期未作决定的，视为准予延续。`,
    ])
  })

  test('the letter says what is stated, and what the applicant wrote where it is another day', async () => {
    const written = async (id: string) => {
      const rows = await house.db.selectFrom('document_content').select('content').where('case_id', '=', id).execute()
      return rows.flatMap(({ content }) => (content as { renewal?: object }).renewal ?? [])
    }
    const stated = { expiresOn: endsOn, leadDays: 45, latestOn: '2026-03-17', standing: 'inTime' }
    expect(await written(await accepted())).toEqual([{ ...stated, writtenOn: null }])
    expect(await written(await accepted('2026-03-02', '2026-06-01'))).toEqual([{ ...stated, writtenOn: '2026-06-01' }])
  })

  test('asked for too late, or whole only after the licence had ended, silence grants nothing, and the case says so', async () => {
    const late = await accepted('2026-03-18')
    expect(await clock(late)).toBeUndefined()
    expect(await renewalOf(late)).toMatchObject({ standing: 'late', latestOn: '2026-03-17' })
    expect(await textsOf(late)).toEqual([`accept: 有效期核定至 ${endsOn} 届满，没有在规定的日期前提出，不适用逾期视为准予延续。`])

    const incomplete = await submitted()
    const shortfalls = [{ material: 'M02', problem: 'unclear' }]
    await on('POST /cases/:id/ask-correction', house.town.clerk, incomplete, { shortfalls })
    house.at('2026-05-04T09:00:00+08:00')
    const materials = await giveAll(house, house.town.citizen, ['M02'])
    await on('POST /cases/:id/supply', house.town.citizen.token, incomplete, { materials })
    await accept(incomplete)
    expect(await renewalOf(incomplete)).toMatchObject({ standing: 'incomplete' })

    house.at('2027-03-01T09:00:00+08:00')
    for (const id of [late, incomplete]) expect(await view(id)).toMatchObject({ state: 'accepted', decidedOn: null })
  })
})

describe('when the licence ends', () => {
  test('a decision on that very day is in time, and ends the clock', async () => {
    const id = await accepted()
    await review(id)
    house.at(`${endsOn}T23:59:59+08:00`)
    await grant(id)
    house.at('2026-05-02T00:00:00+08:00')
    const seen = await view(id)
    expect(seen).toMatchObject({ state: 'granted', decidedOn: endsOn })
    expect(seen.timers.find(({ code }) => code === 'RENEW_DECIDE')).toMatchObject({ status: 'met', endedOn: endsOn })
    expect(await kindsIn(id)).not.toContain('deemRenew')
  })

  const progressOf = async (id: string) => {
    const { number, queryCode } = await view(id)
    return () => house.call('GET /progress', { query: { number, code: queryCode ?? '' } })
  }
  const settling = async () => {
    const regular = regularsOf(house.db, house.blobs, house.now).find(({ name }) => name === 'casework.settle')
    return regular?.run()
  }
  test.each<[string, (id: string) => Promise<() => Promise<unknown>>]>([
    ['the applicant looks', async (id) => () => view(id)],
    ['somebody asks with the query code', progressOf],
    [
      'the approver comes to decide, too late',
      async (id) => async () => {
        expect(await refused(grant(id))).toMatchObject({ code: 'casework.not_allowed', facts: { state: 'granted' } })
        await view(id) // what was refused left nothing behind
      },
    ],
    ['the job comes', async () => settling],
  ])('without a decision it counts as renewed on the day after, whoever touches it first: %s', async (_, toucher) => {
    const id = await accepted()
    await review(id)
    const touch = await toucher(id)
    house.at(`${endsOn}T23:59:59+08:00`)
    expect(await view(id)).toMatchObject({ state: 'reviewed', decidedOn: null })
    house.at('2026-05-02T00:00:00+08:00')
    await touch()
    const state = await transaction(house.db, (tx) => findCase(tx, id))
    expect(state).toMatchObject({ state: 'granted', decidedOn: endsOn })
    expect((await kindsIn(id)).at(-1)).toBe('deemRenew')
  })

  test('what follows a grant follows it: the clock to issue, the register, a message; every other clock ends with that day', async () => {
    const id = await accepted()
    house.at('2026-05-20T09:00:00+08:00') // nobody has looked for weeks; the ten days to issue have passed as well
    const seen = await view(id)
    const timers = Object.fromEntries(
      seen.timers.map(({ code, status, startedOn, endedOn, dueOn }) => [code, { status, startedOn, endedOn, dueOn }]),
    )
    expect(timers).toMatchObject({
      RENEW_DECIDE: { status: 'late', endedOn: endsOn },
      DECIDE: { status: 'met', endedOn: endsOn, dueOn: '2026-05-28' },
      ISSUE: { status: 'late', startedOn: endsOn, endedOn: null, dueOn: '2026-05-18' },
    })
    expect(await kindsIn(id)).toEqual(['submit', 'accept', 'overdue PROMISE', 'deemRenew', 'overdue ISSUE'])
    const [event] = (await transaction(house.db, (tx) => eventsOf(tx, caseStream, id))).filter(({ kind }) => kind === 'deemRenew')
    expect(event).toMatchObject({ actor: 'system', ground: '行政许可法 50', effective_on: endsOn, body: { expiredOn: endsOn } })
    expect(event?.body.document).toBeUndefined()

    await followOn()
    const { grants } = await house.call<{ grants: object[] }>('GET /publications', { query: { item: 'RENEW' } })
    expect(grants).toContainEqual(expect.objectContaining({ decidedOn: endsOn, letterNumber: null }))
    const { messages } = await house.call<MessageList>('GET /messages', { token: house.town.citizen.token })
    expect(messages.find(({ act, template }) => template === 'deemedRenewed' && act.path === `/cases/${id}`)?.text).toMatch(
      /原许可有效期5月1日届满前没有作出决定，依法视为准予延续（行政许可法第五十条）。最晚5月18日颁发、送达证件。$/,
    )

    await on('POST /cases/:id/issue', house.town.chief, id, { name: '取水许可证（延续）', number: '粤水许 1号' })
    await on('POST /cases/:id/hand-over', house.town.clerk, id, { method: 'direct', receivedBy: '张三' })
    const [proof] = await house.db
      .selectFrom('document_content')
      .select('content')
      .where('case_id', '=', id)
      .orderBy('document_id', 'desc')
      .execute()
    expect(proof?.content).toMatchObject({ documents: [{ name: '取水许可证（延续）', number: '粤水许 1号' }] })
  })

  test('neither a stop nor an extension nor the calendar moves that day', async () => {
    const id = await accepted()
    house.at('2026-03-04T09:00:00+08:00')
    await on('POST /cases/:id/extend', house.town.leader, id, { days: 10, reason: '情况复杂，需要延长。' })
    const began = { procedure: 'hearing', plannedUntilOn: '2026-06-30', reason: '依法需要听证。' }
    await on('POST /cases/:id/procedures/begin', house.town.approver, id, began)
    const seen = await view(id)
    expect(seen.timers.find(({ code }) => code === 'DECIDE')).toMatchObject({ status: 'suspended', dueOn: null, extension: 10 })
    expect(await clock(id)).toMatchObject({ status: 'running', dueOn: endsOn, extension: 0, suspensions: [] })
    const closure = {
      kind: 'closure',
      reason: '台风',
      fromOn: '2026-04-28',
      toOn: endsOn,
      knownOn: '2026-03-04',
      title: '停止办公',
      source: null,
    }
    await house.call('POST /calendar/layers/:code/notices', {
      token: house.town.admin,
      params: { code: 'national' },
      body: closure,
    })
    expect(await clock(id)).toMatchObject({ dueOn: endsOn })
    house.at('2026-05-02T09:00:00+08:00')
    expect(await view(id)).toMatchObject({ state: 'granted', decidedOn: endsOn })
    const { started } = await house.call<{ started: object[] }>('GET /cases/:id/procedures', {
      token: house.town.approver,
      params: { id },
    })
    expect(started).toMatchObject([{ procedure: 'hearing', endedOn: endsOn }])
  })
})

describe('the day of receipt', () => {
  const correct = async (id: string, receivedOn: string) => {
    const given = { reason: 'entry_error', explanation: '收件日录入错误。', receivedOn, facts: {} }
    await on('POST /cases/:id/correction/propose', house.town.approver, id, given)
    await on('POST /cases/:id/correction/confirm', house.town.chief, id)
  }

  test('corrected to one that is too late, silence grants nothing any more; corrected back, it does', async () => {
    const id = await accepted('2026-03-17')
    expect(await clock(id)).toMatchObject({ dueOn: endsOn, startedOn: '2026-03-17' })
    const late = await accepted('2026-03-18')
    expect(await clock(late)).toBeUndefined()

    house.at('2026-03-20T09:00:00+08:00')
    await correct(late, '2026-03-17')
    expect(await clock(late)).toMatchObject({ dueOn: endsOn, startedOn: '2026-03-17', limit: { days: 45, unit: 'day' } })
    expect(await renewalOf(late)).toMatchObject({ standing: 'inTime' })
    await correct(late, '2026-03-18')
    expect(await clock(late)).toBeUndefined()
    expect(await renewalOf(late)).toMatchObject({ standing: 'late' })

    house.at('2026-05-02T09:00:00+08:00')
    expect(await view(id)).toMatchObject({ state: 'granted' })
    expect(await view(late)).toMatchObject({ state: 'accepted' })
  })
})

describe('accepted by silence', () => {
  const confirm = (id: string, expiresOn: string, token = house.town.approver) =>
    on('POST /cases/:id/confirm-expiry', token, id, { expiresOn })

  test('nothing runs until the reviewer states the day; stated wrongly, it is stated again', async () => {
    const id = await submitted()
    house.at('2026-03-20T09:00:00+08:00')
    expect(await view(id)).toMatchObject({ state: 'accepted', isDeemedAccepted: true })
    expect(await clock(id)).toBeUndefined()
    expect(await renewalOf(id)).toMatchObject({ expiresOn: null, latestOn: null, standing: null, leadDays: 45 })
    expect(await refused(confirm(id, endsOn, house.town.clerk))).toMatchObject({ code: 'http.not_permitted' })
    await confirm(id, '2026-04-30')
    expect(await clock(id)).toMatchObject({ dueOn: '2026-04-30' })
    await confirm(id, '2026-04-15') // 45 days before: 1 March, the day before it was asked for
    expect(await clock(id)).toBeUndefined()
    await confirm(id, endsOn)
    expect(await clock(id)).toMatchObject({ dueOn: endsOn })
    await followOn()
    const { messages } = await house.call<MessageList>('GET /messages', { token: house.town.citizen.token })
    expect(
      messages
        .filter(({ act, template }) => template === 'expiryConfirmed' && act.path === `/cases/${id}`)
        .map(({ dueOn }) => dueOn),
    ).toEqual([endsOn, '2026-04-15', '2026-04-30'])
    house.at('2026-05-02T09:00:00+08:00')
    expect(await view(id)).toMatchObject({ state: 'granted', decidedOn: endsOn, isDeemedAccepted: true })
  })

  test('stated only when it has passed, the renewal has been granted since', async () => {
    const id = await submitted()
    house.at('2026-06-01T09:00:00+08:00')
    await confirm(id, endsOn)
    expect(await view(id)).toMatchObject({ state: 'granted', decidedOn: endsOn })
  })

  test('an item that is no renewal has no such act', async () => {
    const id = await submitted('PLAIN')
    house.at('2026-03-20T09:00:00+08:00')
    await view(id)
    expect(await refused(confirm(id, endsOn))).toMatchObject({ code: 'intake.no_renewal' })
  })
})

test('what silence does agrees with the rule of the law, whatever the days', () => {
  const day = fc.integer({ min: 0, max: 400 }).map((n) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10))
  fc.assert(
    fc.property(day, day, fc.integer({ min: 1, max: 100 }), (receivedOn, expiresOn, leadDays) => {
      const standing = standingOf({ receivedOn, timers: {} } as never, { expiresOn, leadDays })
      const isRenewed = isRenewedBySilence({ requestedOn: receivedOn, expiresOn, decidedOn: null, leadDays }, '2028-01-01')
      return (standing === 'inTime') === isRenewed
    }),
  )
})

test.each<[string, Partial<ItemDefinition>]>([
  ['逾期视为准予延续只适用于行政许可', { typeCode: '20', ruleSet: 'service', procedures: [] }],
  ['延续的有效期届满日应当是申请表中必填的日期字段，且不随情形变化', { renewal: { ...renewal, expiryField: 'nothing' } }],
  [
    '延续的有效期届满日应当是申请表中必填的日期字段，且不随情形变化',
    { form: { isGeneric: false, fields: fields.map((field) => ({ ...field, required: false })) } },
  ],
  [
    '延续的有效期届满日应当是申请表中必填的日期字段，且不随情形变化',
    { form: { isGeneric: false, fields: fields.map((field) => ({ ...field, type: 'text' })) } },
  ],
  ['即办件当场决定，没有逾期视为准予延续', { isImmediate: true }],
])('a list cannot be published: %s', (fault, change) => {
  expect(faultsOf(item)).toEqual([])
  expect(faultsOf({ ...item, ...change })).toEqual([fault])
})

test('the log of all of it is whole', async () => expect(await verified(house)).toEqual([]))
