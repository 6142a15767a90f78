import { readdirSync, readFileSync } from 'node:fs'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { once, sealAll } from '../src/app/following.ts'
import { citizen, townItems } from '../src/app/town.ts'
import { type Tx, transaction } from '../src/kernel/db/index.ts'
import { reset } from '../src/kernel/log/follower.ts'
import { type EventRow, type Follower, follow, replayParked } from '../src/kernel/log/index.ts'
import { nowAt } from '../src/kernel/now.ts'
import { messenger, registeredActs } from '../src/modules/casework/index.ts'
import { sayings } from '../src/modules/casework/messages.ts'
import { type FakeSms, fakeSms, refusedNumber } from '../src/modules/notification/channels/fake-sms.ts'
import type { Delivery, MessageList } from '../src/modules/notification/contract.ts'
import { askReports, openWays, sendDue } from '../src/modules/notification/index.ts'
import { wordsOf } from '../src/modules/notification/templates.ts'
import { form, giveAll, rareName } from './apply.ts'
import { followingOf } from './following.ts'
import { openHouse, refused, type TestHouse, verified } from './house.ts'

type Person = { readonly token: string; readonly personId: string }

let house: TestHouse
let sms: FakeSms
const start = '2026-03-02T09:00:00+08:00'
const quiet = { fromMinute: 21 * 60, untilMinute: 8 * 60 }
beforeAll(async () => {
  house = await openHouse(start)
})
afterEach(() => {
  house.at(start)
  openWays({ channels: [], quiet: null, address: null })
})
afterAll(() => house.close())

describe('in the tray', () => {
  test('an event is told once to whoever applied, with what to do and by when; reading it is known to who handles the case', async () => {
    const person = await somebody()
    const { caseId, number } = await submit(person)
    await followAll()
    const { messages, unread, next } = await tray(person)
    expect({ unread, next }).toEqual({ unread: 1, next: null })
    expect(messages).toEqual([
      {
        messageId: expect.any(String),
        template: 'received',
        name: '已收件',
        text: expect.stringMatching(`^3月2日，您申请的“超限运输.*”（办件编号${number}）已收件。最晚3月9日答复是否受理。$`),
        at: new Date(start).toISOString(),
        act: { label: '查看办件', path: `/cases/${caseId}` },
        dueOn: '2026-03-09',
        letter: null,
        isRead: false,
      },
    ])
    const read = { token: person.token, params: { id: messages[0]?.messageId ?? '' } }
    await house.call('POST /messages/:id/read', read)
    await house.call('POST /messages/:id/read', read)
    expect(await tray(person)).toMatchObject({ messages: [{ isRead: true }], unread: 0 })
    expect(await deliveries(caseId)).toEqual(['1 received tray read'])
    expect(await eventsOf(read.params.id)).toEqual(['delivered', 'read'])
  })

  test('what a letter orders is said with the letter, and the letter is not served by it', async () => {
    const person = await somebody()
    const { caseId } = await submit(person)
    const shortfalls = ['M02', 'M03'].map((material) => ({ material, problem: 'missing' }))
    await house.call('POST /cases/:id/ask-correction', { token: house.town.clerk, params: { id: caseId }, body: { shortfalls } })
    await followAll()
    const [message] = (await tray(person)).messages
    expect(message).toMatchObject({
      template: 'correction',
      act: { label: '补交材料' },
      letter: { documentId: expect.any(String), effectiveOn: '2026-03-02' },
    })
    expect(message?.text).toMatch(/还差2项。补齐后5个工作日内答复是否受理。.*本消息只作提醒，不代替文书送达。$/)
  })

  test('what time does is told as well', async () => {
    const person = await somebody()
    const { caseId } = await submit(person)
    house.at('2026-03-10T09:00:00+08:00')
    await house.call('GET /cases/:id', { token: person.token, params: { id: caseId } })
    await followAll()
    const [message] = (await tray(person)).messages
    expect(message?.template).toBe('deemedAccepted')
    expect(message?.text).toMatch(/视为受理（行政许可法第三十二条），自3月2日起算。承诺3月9日前办结，法定期限/)
  })

  test('pages follow each other without gap, newest first', async () => {
    const person = await somebody()
    for (let i = 0; i < 26; i++) {
      const { caseId } = await submit(person)
      await house.call('POST /cases/:id/withdraw', { token: person.token, params: { id: caseId } })
    }
    await followAll()
    const first = await tray(person)
    const second = await tray(person, { before: first.next ?? '' })
    expect([first.messages.length, second.messages.length, second.next, first.unread]).toEqual([50, 28, null, 78]) // received, withdrawn, invited to rate
    expect(new Set([...first.messages, ...second.messages].map(({ messageId }) => messageId)).size).toBe(78)
  }, 30_000)

  test('the agent who acts is told as well; one whose right has ended is not', async () => {
    const [principal, agent] = [await somebody(), await somebody()]
    const { id } = await house.call<{ id: string }>('POST /delegations', {
      token: principal.token,
      body: {
        basis: 'delegation',
        agent: agent.identifier,
        agentName: '王五',
        scope: townItems.permit,
        fromOn: '2026-03-01',
        untilOn: null,
      },
    })
    const { caseId } = await submit(agent, principal.personId)
    await followAll()
    expect((await tray(agent)).messages.map(({ template }) => template)).toEqual(['received'])
    expect((await tray(principal)).messages.map(({ template }) => template)).toEqual(['received'])
    expect(await refused(tray(agent, { person: principal.personId }))).toMatchObject({ code: 'notification.not_your_messages' })

    await house.call('POST /delegations/:id/end', { token: principal.token, params: { id } })
    await house.call('POST /cases/:id/withdraw', { token: principal.token, params: { id: caseId } })
    await followAll()
    expect((await tray(agent)).unread).toBe(1)
    expect((await tray(principal)).unread).toBe(3) // received, withdrawn, invited to rate
  })

  test('who speaks for somebody in everything reads their messages', async () => {
    const [principal, agent] = [await somebody(), await somebody()]
    const body = {
      basis: 'delegation',
      agent: agent.identifier,
      agentName: '王五',
      scope: '*',
      fromOn: '2026-03-01',
      untilOn: null,
    }
    await house.call('POST /delegations', { token: principal.token, body })
    await submit(principal)
    await followAll()
    const [message] = (await tray(agent, { person: principal.personId })).messages
    await house.call('POST /messages/:id/read', { token: agent.token, params: { id: message?.messageId ?? '' } })
    expect((await tray(principal)).unread).toBe(0)
  })

  test('nobody sees or marks what is not theirs, and another office learns nothing of a case', async () => {
    const person = await somebody()
    const { caseId } = await submit(person)
    await followAll()
    const id = (await tray(person)).messages[0]?.messageId ?? ''
    const { stranger, clerk, serviceClerk } = house.town
    for (const token of [stranger.token, clerk])
      expect(await refused(house.call('POST /messages/:id/read', { token, params: { id } }))).toMatchObject({
        code: 'notification.unknown_message',
      })
    expect(await refused(tray(house.town.stranger, { person: person.personId }))).toMatchObject({
      code: 'notification.not_your_messages',
    })
    expect(await tray({ token: clerk })).toEqual({ messages: [], unread: 0, next: null })
    const ask = { token: serviceClerk, params: { id: caseId } }
    expect(await refused(house.call('GET /cases/:id/messages', ask))).toMatchObject({ code: 'casework.no_power' })
  })
})

describe('read again from the start', () => {
  test('the follower finds everything told: the same rows, and nothing sent twice, whatever was set meanwhile', async () => {
    openFake()
    const person = await somebody('13811110000')
    await house.call('POST /messages/settings', { token: person.token, body: { channel: 'sms', isOn: false } })
    const { caseId } = await submit(person)
    await followAll()
    await house.call('POST /messages/settings', { token: person.token, body: { channel: 'sms', isOn: true } })
    await house.call('POST /cases/:id/withdraw', { token: person.token, params: { id: caseId } })
    await followAll()
    await sendDue(house.db, house.now)
    const before = await everything()
    const taken = sms.taken.length

    await transaction(house.db, (tx) => reset(tx, messenger))
    await followAll()
    await sendDue(house.db, house.now)
    expect(await everything()).toEqual(before)
    expect(sms.taken).toHaveLength(taken)
    expect(await deliveries(caseId)).toEqual(['1 received tray delivered', '2 withdrawn sms sent', '2 withdrawn tray delivered'])
  })

  test('a new installation of the follower tells old events in the tray alone', async () => {
    const person = await somebody('13811110001')
    openFake()
    await submit(person)
    house.at('2026-03-06T09:00:01+08:00')
    await followAll()
    await sendDue(house.db, house.now)
    expect(sms.taken).toEqual([])
    expect((await tray(person)).unread).toBe(1)
  })
})

describe('killed on the way', () => {
  test('a connection that breaks while telling leaves nothing; the next turn tells all of it once', async () => {
    openFake()
    const person = await somebody('13811110002')
    await followAll()
    await submit(person)
    const dying: Follower = {
      ...messenger,
      handle: async (tx, events, now) => {
        await messenger.handle(tx, events, now)
        await sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx)
      },
    }
    await order()
    await expect(follow(house.db, dying, house.now(), () => {})).rejects.toThrow()
    expect((await tray(person)).messages).toEqual([])
    await followAll()
    await sendDue(house.db, house.now)
    expect((await tray(person)).unread).toBe(1)
    expect(sms.taken).toHaveLength(1)
  })

  test('a follower that fails is parked, and tells later, once', async () => {
    const person = await somebody()
    await followAll()
    await submit(person)
    const failing: Follower = {
      ...messenger,
      handle: async (tx, events, now) => {
        await messenger.handle(tx, events, now)
        throw new Error('no')
      },
    }
    await order()
    while ((await follow(house.db, failing, house.now(), () => {})) > 0);
    expect((await tray(person)).messages).toEqual([])
    expect(await replayParked(house.db, messenger, house.now())).toBe(1)
    expect((await tray(person)).unread).toBe(1)
  })

  test('who dies after the gateway took a message loses it to the next try, and the gateway knows it by its id', async () => {
    openFake()
    const person = await somebody('13811110003')
    const { caseId } = await submit(person)
    await followAll()
    const healthy = { ...sms }
    let isTaken: () => void = () => {}
    const taken = new Promise<void>((resolve) => {
      isTaken = resolve
    })
    let hear: (outcome: { externalId: string }) => void = () => {}
    const answer = new Promise<{ externalId: string }>((resolve) => {
      hear = resolve
    })
    const dying = async (...args: Parameters<typeof sms.send>) => {
      await healthy.send(...args)
      isTaken()
      return answer // which this process hears only when another has long done its work
    }
    openWays({ channels: [{ ...sms, send: dying }], quiet: null, address: null })
    const first = sendDue(house.db, house.now)
    await taken
    openWays({ channels: [sms], quiet: null, address: null })
    await sendDue(house.db, house.now)
    expect(await deliveries(caseId, 'sms')).toEqual(['1 received sms queued'])

    house.at('2026-03-02T09:02:01+08:00')
    await sendDue(house.db, house.now)
    expect(await deliveries(caseId, 'sms')).toEqual(['1 received sms sent'])
    expect(sms.taken).toHaveLength(1)
    expect(sms.calls()).toBe(2)
    hear({ externalId: 'late' })
    await first
    expect(await deliveries(caseId, 'sms')).toEqual(['1 received sms sent'])
  })
})

describe('out of the house', () => {
  test('what became of it is followed back: sent, delivered', async () => {
    openFake('https://zwfw.example.gov.cn')
    const person = await somebody('13822220000')
    const { caseId } = await submit(person)
    await followAll()
    await sendDue(house.db, house.now)
    expect(sms.taken).toMatchObject([
      { to: '13822220000', text: expect.stringMatching(`https://zwfw.example.gov.cn/cases/${caseId}$`) },
    ])
    await askReports(house.db, house.now)
    expect(await deliveries(caseId, 'sms')).toEqual(['1 received sms sent'])
    sms.report('13822220000', { state: 'delivered' })
    house.at('2026-03-02T09:05:00+08:00')
    await askReports(house.db, house.now)
    expect(await deliveries(caseId, 'sms')).toEqual(['1 received sms delivered'])
  })

  test('a gateway that says it did not arrive is believed', async () => {
    openFake()
    const person = await somebody('13822220001')
    const { caseId } = await submit(person)
    await followAll()
    await sendDue(house.db, house.now)
    sms.report('13822220001', { state: 'failed', reason: 'not_delivered' })
    house.at('2026-03-02T09:05:00+08:00')
    await askReports(house.db, house.now)
    expect(await deliveries(caseId, 'sms')).toEqual(['1 received sms failed 通道报告未送到'])
  })

  test('a gateway that is down is tried six times over hours, then it has failed and says why', async () => {
    openFake()
    const person = await somebody('13822220002')
    const { caseId } = await submit(person)
    await followAll()
    sms.failWith('unreachable')
    const tries: number[] = []
    for (const at of [
      '09:00:00',
      '09:00:59',
      '09:01:00',
      '09:06:00',
      '09:36:00',
      '11:36:00',
      '19:35:59',
      '19:36:00',
      '23:00:00',
    ]) {
      house.at(`2026-03-02T${at}+08:00`)
      await sendDue(house.db, house.now)
      tries.push(sms.calls())
    }
    expect(tries).toEqual([1, 1, 2, 3, 4, 5, 5, 6, 6])
    expect(await deliveries(caseId, 'sms')).toEqual(['1 received sms failed 通道连接不上'])
    expect((await tray(person)).unread).toBe(1)
  })

  test('a number that is refused fails at once; a landline and an unknown number are not tried', async () => {
    openFake()
    const refusing = await submit(await somebody(refusedNumber))
    const landline = await submit(await somebody('02088880000'))
    const unknown = await submit(await somebody())
    await followAll()
    await sendDue(house.db, house.now)
    expect(await deliveries(refusing.caseId, 'sms')).toEqual(['1 received sms failed 号码无效或拒收'])
    expect(await deliveries(landline.caseId, 'sms')).toEqual([])
    expect(await deliveries(unknown.caseId, 'sms')).toEqual([])
  })

  test('a number that is gone by then is not sent to', async () => {
    openFake()
    const person = await somebody('13822220003')
    const { caseId } = await submit(person)
    await followAll()
    await asOwner(`update person set phone_box = null where id = '${person.personId}'`)
    await sendDue(house.db, house.now)
    expect(await deliveries(caseId, 'sms')).toEqual(['1 received sms failed 没有留下号码'])
    expect(sms.calls()).toBe(0)
  })

  test('by night only the answer to what one did oneself leaves; the rest waits for the morning', async () => {
    openFake()
    const person = await somebody('13822220004')
    house.at('2026-03-02T22:00:00+08:00')
    const { caseId } = await submit(person)
    const shortfalls = [{ material: 'M02', problem: 'missing' }]
    await house.call('POST /cases/:id/ask-correction', { token: house.town.clerk, params: { id: caseId }, body: { shortfalls } })
    await followAll()
    await sendDue(house.db, house.now)
    expect(await deliveries(caseId, 'sms')).toEqual(['1 received sms sent', '2 correction sms queued'])
    house.at('2026-03-03T08:00:00+08:00')
    await sendDue(house.db, house.now)
    expect(await deliveries(caseId, 'sms')).toEqual(['1 received sms sent', '2 correction sms sent'])
  })

  test('who turned it off is still told what law orders to tell', async () => {
    openFake()
    const person = await somebody('13822220005')
    const off = { token: person.token, body: { channel: 'sms', isOn: false } }
    await house.call('POST /messages/settings', off)
    const settings = await house.call('GET /messages/settings', { token: person.token })
    expect(settings).toMatchObject({
      channels: [
        { code: 'tray', isOn: true, isFixed: true },
        { code: 'sms', isOn: false, isFixed: false },
      ],
      always: expect.arrayContaining(['需要补正', '不予受理', '已受理']),
    })
    const { caseId } = await submit(person)
    const shortfalls = [{ material: 'M02', problem: 'missing' }]
    await house.call('POST /cases/:id/ask-correction', { token: house.town.clerk, params: { id: caseId }, body: { shortfalls } })
    await followAll()
    expect(await deliveries(caseId, 'sms')).toEqual(['2 correction sms queued'])
  })

  test('the tray cannot be turned off, nor what is not there', async () => {
    const { token } = await somebody()
    for (const channel of ['tray', 'sms'])
      expect(await refused(house.call('POST /messages/settings', { token, body: { channel, isOn: false } }))).toMatchObject({
        code: 'notification.fixed_channel',
      })
  })
})

test('nothing personal stands in messages: neither what was said, nor name, nor number, nor telephone', async () => {
  openFake()
  const phone = '13833330000'
  const [name, secret] = [rareName(), rareName()]
  const person = await somebody(phone, name)
  const { caseId } = await submit(person, undefined, `请为${secret}办理`)
  const why = { ground: 'not_competent', reason: `${secret}的事项不属于本机关。`, competentOrgan: '广东省公安厅' }
  await house.call('POST /cases/:id/turn-away', { token: house.town.clerk, params: { id: caseId }, body: why })
  await followAll()
  await sendDue(house.db, house.now)
  expect(sms.taken.filter(({ to }) => to === phone)).toHaveLength(3) // received, turned away, invited to rate
  for (const personal of [phone, name, secret, person.identifier.value])
    expect([personal, ...(await ours(personal))]).toEqual([personal])
})

test('verify tells of words that were changed, a state that is not the fold, a message that is gone or came from nowhere', async () => {
  const person = await somebody()
  await submit(person)
  await followAll()
  await sealAll(followingOf(house))
  expect(await verified(house)).toEqual([])
  const id = (await tray(person)).messages[0]?.messageId ?? ''
  const tampered = async (change: string, undo: string) => {
    await asOwner(change)
    const found = await verified(house)
    await asOwner(undo)
    return found
  }
  const where = `where id = '${id}'`
  expect(
    await tampered(`update message set text = text || '！' ${where}`, `update message set text = rtrim(text, '！') ${where}`),
  ).toEqual([`- - letter/${id}：消息内容与事件中的承诺值不符`])
  expect(await tampered(`update message set state = 'read' ${where}`, `update message set state = 'delivered' ${where}`)).toEqual(
    [`- - letter/${id}：消息状态与事件不符`],
  )
  await asOwner(`create table kept as select * from message ${where}`)
  expect(await tampered(`delete from message ${where}`, 'insert into message select * from kept')).toEqual([
    `- - letter/${id}：消息缺失`,
  ])
  const other = '019f0000-0000-8000-8000-00000000000a'
  await asOwner(`update kept set id = '${other}'`)
  expect(await tampered('insert into message select * from kept', `delete from message where id = '${other}'`)).toEqual([
    `- - letter/${other}：消息没有事件依据`,
  ])
  await asOwner('drop table kept')
  expect(await verified(house)).toEqual([])
})

test('the recorded example of every kind of event is told in its words, or not at all', () => {
  const told = new Set<string>()
  const files = readdirSync(new URL('golden/', import.meta.url)).filter((name) => name.startsWith('case-events-'))
  for (const file of files) {
    const lines = readFileSync(new URL(`golden/${file}`, import.meta.url), 'utf8')
      .trimEnd()
      .split('\n')
    for (const line of lines) {
      const { events } = JSON.parse(line) as { events: EventRow[] }
      const isPermit = events[0]?.body.ruleSet === 'permit'
      for (const { kind, body, ground, effective_on: on } of events) {
        const saying = sayings[kind]?.(body as never, isPermit, ground)
        const words = saying ? wordsOf(saying.said, { number: 'N', item: 'I', on }) : '—'
        told.add(`${kind}: ${words.replace(/^[^）]*）/, '').replace(/\d+月\d+日|\d+年/g, '某日')}`)
      }
    }
  }
  expect([...told].sort()).toMatchInlineSnapshot(`
    [
      "accept: 已受理。承诺某日前办结，法定期限某日。本消息只作提醒，不代替文书送达。",
      "askCorrection: 还差1项。补齐后5个工作日内答复是否受理。请对照《补正告知书》一次补齐。本消息只作提醒，不代替文书送达。",
      "askCorrection: 还差2项。补齐后5个工作日内答复是否受理。请对照《补正告知书》一次补齐。本消息只作提醒，不代替文书送达。",
      "beginProcedure: —",
      "beginProcedure: 某日起不计入承诺期限：现场勘验，已书面告知（按办事指南）。预计某日结束。恢复计时时再告知最晚办结日。本消息只作提醒，不代替文书送达。",
      "beginProcedure: 某日起不计入期限：专家评审，已书面告知（行政许可法第45条）。预计某日结束。恢复计时时再告知最晚办结日。本消息只作提醒，不代替文书送达。",
      "beginProcedure: 某日起不计入期限：听证，已书面告知（行政许可法第45条）。预计某日结束。恢复计时时再告知最晚办结日。本消息只作提醒，不代替文书送达。",
      "confirmCorrection: —",
      "confirmExpiry: 原许可有效期核定到某日届满。最晚当日决定是否准予延续，逾期未决定的视为准予延续（行政许可法第五十条）。",
      "confirmVoid: 本办件已作废，记录保留。有疑问请联系受理窗口。",
      "decideAtOnce: 结果已制好，可以领取。",
      "decline: 不予办理。理由和救济途径见《不予办理决定书》。本消息只作提醒，不代替文书送达。",
      "deemAccept: 逾期未告知补正内容，依法视为受理（行政许可法第三十二条），自某日起算。承诺某日前办结，法定期限某日。",
      "deemRenew: 原许可有效期某日届满前没有作出决定，依法视为准予延续（行政许可法第五十条）。最晚某日颁发、送达证件。",
      "dismissProposal: —",
      "endProcedure: —",
      "endProcedure: 特别程序已结束，恢复计时。承诺某日前办结，法定期限某日。",
      "erased: —",
      "examine: —",
      "extend: 经本行政机关负责人批准延长10个工作日，理由见告知书。新期限某日。本消息只作提醒，不代替文书送达。",
      "extendByGovernment: 经本级人民政府负责人批准延长15个工作日，理由见告知书。新期限某日。本消息只作提醒，不代替文书送达。",
      "grant: 已准予许可。最晚某日颁发、送达证件。本消息只作提醒，不代替文书送达。",
      "handOver: 结果已送达。",
      "issue: 结果已制好，可以领取。",
      "keepOriginals: —",
      "overdue: —",
      "proposeCorrection: —",
      "proposeVoid: —",
      "recuse: —",
      "redated: 工作日安排有变，期限重新计算。最晚日由某日改为某日。",
      "refuse: 不予许可。不符合的条件、理由和救济途径见《不予行政许可决定书》。本消息只作提醒，不代替文书送达。",
      "returnOriginals: —",
      "review: —",
      "sendBack: —",
      "submit: 已收件。",
      "submit: 已收件。最晚某日答复是否受理。",
      "supply: 补正材料已收到。最晚某日答复是否受理。",
      "turnAway: 不予受理。理由和救济途径见《不予受理决定书》。本消息只作提醒，不代替文书送达。",
      "withdraw: 已按申请撤回，办理终止。",
    ]
  `)
})

test('every kind of event either says something or is known to say nothing', () => {
  expect([...registeredActs().keys()].filter((kind) => sayings[kind] === undefined)).toEqual([])
})

test('lists find their rows by index among many', async () => {
  const [one, other] = [await somebody(), await somebody()]
  await submit(one)
  await followAll()
  await asOwner(`
    insert into message (id, recipient_id, channel, template, text, path, effective_on, at, about_stream, about_id, about_seq, state, state_at, next_at)
    select gen_random_uuid(), case when n % 500 = 0 then '${other.personId}'::uuid else gen_random_uuid() end, case n % 4 when 0 then 'sms' else 'tray' end,
      'received', 'x', '/x', '2026-03-02', timestamptz '2026-01-01' + n * interval '1 s', 'case', gen_random_uuid(), 1,
      case when n % 4 = 0 then 'sent' else 'read' end, '2026-03-02', case when n % 400 = 0 then timestamptz '2026-05-01' end
    from generate_series(1, 20000) n;
    analyze message`)
  const plans = await transaction(house.db, async (tx) => [
    await planOf(
      tx,
      `select * from message where recipient_id = '${other.personId}' and channel = 'tray' order by at desc, about_seq desc, id desc limit 51`,
    ),
    await planOf(
      tx,
      `select * from message where recipient_id = '${other.personId}' and channel = 'tray'
        and (at, about_seq, id) < (select at, about_seq, id from message where id = '${one.personId}' and recipient_id = '${other.personId}') order by at desc, about_seq desc, id desc limit 51`,
    ),
    await planOf(
      tx,
      `select from message where recipient_id = '${other.personId}' and channel = 'tray' and state = 'delivered' limit 100`,
    ),
    await planOf(tx, `select * from message where about_id = '${one.personId}' and about_stream = 'case' order by about_seq, id`),
    await planOf(tx, `select id from message where state = 'queued' and next_at <= now() order by next_at limit 20`),
  ])
  expect(plans.map((plan) => [plan.includes('Seq Scan'), /message_(tray|unread|about|next)/.exec(plan)?.[0]])).toEqual([
    [false, 'message_tray'],
    [false, 'message_tray'],
    [false, 'message_unread'],
    [false, 'message_about'],
    [false, 'message_next'],
  ])
  await asOwner(`delete from message where text = 'x'`)
})

function openFake(address: string | null = null): void {
  sms = fakeSms()
  openWays({ channels: [sms], quiet, address })
}

let people = 0

/** A citizen of their own for a test. */
async function somebody(phone?: string, name = '王五'): Promise<Person & { identifier: { kind: string; value: string } }> {
  people += 1
  const value = idNumber(people)
  const person = await citizen(house.call, name, value, nowAt(start))
  if (phone !== undefined) await givePhone(person.personId, phone)
  await asOwner(`update session set last_seen_at = '2099-01-01', until_at = '2100-01-01'`)
  return { ...person, identifier: { kind: '111', value } }
}

async function givePhone(personId: string, phone: string): Promise<void> {
  const { seal } = await import('../src/kernel/secrets.ts')
  const box = seal(`person.phone:${personId}`, phone)
  await asOwner(`update person set phone_box = '\\x${box.toString('hex')}' where id = '${personId}'`)
}

/** A valid number of nobody. */
function idNumber(n: number): string {
  const first = `11010019900307${String(100 + n)}`
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  const sum = weights.reduce((total, weight, i) => total + weight * Number(first[i]), 0)
  return first + '10X98765432'[sum % 11]
}

async function submit(person: { token: string }, applicantId?: string, request = form.request) {
  const materials = await giveAll(house, person, ['M01'])
  const body = {
    itemCode: townItems.permit,
    form: { ...form, request },
    materials,
    ...(applicantId === undefined ? {} : { applicantId }),
  }
  return house.call<{ caseId: string; number: string }>('POST /cases', { token: person.token, body })
}

function tray({ token }: { token: string }, query: object = {}): Promise<MessageList> {
  return house.call<MessageList>('GET /messages', { token, query })
}

/** What handlers see of a case's messages. */
async function deliveries(caseId: string, channel?: string): Promise<string[]> {
  const reply = await house.call<{ deliveries: Delivery[] }>('GET /cases/:id/messages', {
    token: house.town.clerk,
    params: { id: caseId },
  })
  return reply.deliveries
    .filter((one) => channel === undefined || one.channel === channel)
    .map((one) => [one.seq, one.template, one.channel, one.state, one.reasonName].filter((part) => part !== null).join(' '))
    .sort()
}

async function followAll(): Promise<void> {
  while (await once(followingOf(house)));
}

/** Positions for what was committed; nobody follows. */
async function order(): Promise<void> {
  await once(followingOf(house, { followers: [] }))
}

async function asOwner(statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: house.ownerUrl })
  await client.connect()
  const { rows } = await client.query(statement)
  await client.end()
  return rows
}

async function eventsOf(messageId: string): Promise<string[]> {
  const rows = await asOwner(`select kind from letter_event where stream_id = '${messageId}' order by seq`)
  return rows.map((row) => (row as { kind: string }).kind)
}

/** Messages and their log, row by row. */
async function everything(): Promise<unknown> {
  return [
    await asOwner('select * from message order by id'),
    await asOwner(`select stream_id, seq, encode(hash, 'hex') from letter_event order by 1, 2`),
  ]
}

/** Our tables in which a text stands; with the queue of jobs. */
async function ours(text: string): Promise<string[]> {
  const found: string[] = []
  for (const name of ['message', 'letter_event', 'message_setting', 'graphile_worker._private_jobs'])
    if ((await asOwner(`select from ${name} as row where row::text like '%${text}%' limit 1`)).length > 0) found.push(name)
  return found
}

async function planOf(tx: Tx, statement: string): Promise<string> {
  const { rows } = await sql<Record<string, string>>`${sql.raw(`explain ${statement}`)}`.execute(tx)
  return rows.map((row) => Object.values(row)[0]).join('\n')
}
