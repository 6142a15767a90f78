import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { offices, townItems } from '../src/app/town.ts'
import { transaction } from '../src/kernel/db/index.ts'
import { system } from '../src/kernel/http/index.ts'
import { follow, sequence } from '../src/kernel/log/index.ts'
import { publisher } from '../src/modules/approval/index.ts'
import { publish } from '../src/modules/catalogue/index.ts'
import type { Checklist, Trays } from '../src/modules/intake/desk/contract.ts'
import { apply, giveAll } from './apply.ts'
import { openHouse, refused, type TestHouse, verified } from './house.ts'
import { makeItem } from './make-item.ts'

const known = { required: true, requiredKnown: true }
const immediate = makeItem({
  name: '即办事项示例',
  isImmediate: true,
  steps: [{ code: 'decide', kind: 'decide', name: '核对并决定', notBy: [] }],
  materials: [
    { code: 'M01', name: '居民身份证', ...known, forms: ['original'] },
    { code: 'M02', name: '营业执照', ...known, forms: ['copy'], source: 'licence' },
    { code: 'M03', name: '补充说明', required: false, requiredKnown: true },
  ],
  form: {
    isGeneric: false,
    fields: [
      { code: 'contactName', label: '联系人', type: 'text', required: true, maxLength: 60 },
      { code: 'contactPhone', label: '联系电话', type: 'phone', required: true, maxLength: 20 },
    ],
  },
})
const itemCode = 'TEST-AT-ONCE'

let house: TestHouse
let clerk: string
let applicantId: string
beforeAll(async () => {
  house = await openHouse()
  clerk = house.town.clerk
  const source = { source: 'test', approval: '' }
  await transaction(house.db, (tx) =>
    publish(tx, { ...source, code: itemCode, definition: immediate, effectiveAt: house.now().at }, system, house.now()),
  )
  const { personId } = await house.call<{ personId: string }>('POST /persons', {
    token: clerk,
    body: {
      kind: 'natural',
      name: '王五',
      identifier: { kind: '111', value: '11010019850505001X' },
      phone: '13900000001',
      withoutAccount: true,
    },
  })
  applicantId = personId
})
afterAll(() => house.close())

type Draft = { draftId: string; answers: { path: string; value: unknown; rev: number }[] }
const at = <T = Record<string, unknown>>(path: string, id: string, body?: object, token = clerk) =>
  house.call<T>(path, { token, params: { id }, ...(body === undefined ? {} : { body }) })

type Paper = { form: 'original' | 'copy'; copies?: number; isCompared?: boolean }
const asItComes: Readonly<Record<string, Paper[]>> = { M01: [{ form: 'original' }], M02: [{ form: 'copy', isCompared: true }] }

/** A case submitted at the window, with these materials on paper. */
async function walkIn(codes: readonly string[], given = asItComes): Promise<string> {
  const { draftId } = await house.call<{ draftId: string }>('POST /drafts', { token: clerk, body: { itemCode, applicantId } })
  for (const code of codes) {
    const value = given[code]
    await at('POST /drafts/:id/answers', draftId, { path: `material/${code}`, value, rev: 0 })
  }
  return (await at<{ caseId: string }>('POST /drafts/:id/submit', draftId, {})).caseId
}

async function bytes(content: Buffer | Readable): Promise<Buffer> {
  return content instanceof Readable ? Buffer.concat(await content.toArray()) : content
}

test('what the book knows of who stands there is in the draft already; the draft says whose it is', async () => {
  const { draftId } = await house.call<{ draftId: string }>('POST /drafts', { token: clerk, body: { itemCode, applicantId } })
  const { answers } = await at<Draft>('GET /drafts/:id', draftId)
  expect(answers.map(({ path, value }) => [path, value])).toEqual([
    ['form/contactName', '王五'],
    ['form/contactPhone', '13900000001'],
  ])
  const query = { organisation: offices.permit }
  const { drafts } = await house.call<{ drafts: object[] }>('GET /desk/drafts', { token: clerk, query })
  expect(drafts).toMatchObject([{ draftId, isOwn: true, applicantName: '王*', place: 'hall' }])
  const { token } = house.town.citizen
  const own = await house.call<{ draftId: string }>('POST /drafts', { token, body: { itemCode } })
  expect((await at<Draft>('GET /drafts/:id', own.draftId, undefined, token)).answers).toEqual([])
  await at('POST /drafts/:id/delete', draftId, {})
})

test('the letter of an act is read before the act is done: nothing of it remains, and the act writes the same words', async () => {
  const caseId = await walkIn(['M01', 'M02'])
  const before = await at<{ seq: number; documents: unknown[] }>('GET /cases/:id', caseId)
  const shown = await at<{ name: string; mediaType: string; content: Buffer }>('POST /cases/:id/accept/preview', caseId, {})
  expect([shown.name, shown.mediaType]).toEqual(['受理通知书（预览）.pdf', 'application/pdf'])
  expect((await bytes(shown.content)).subarray(0, 5).toString()).toBe('%PDF-')
  expect(await at('GET /cases/:id', caseId)).toMatchObject({ seq: before.seq, documents: before.documents })
  expect(
    await refused(
      at('POST /cases/:id/turn-away/preview', caseId, { ground: 'not_competent', reason: '不归本机关', competentOrgan: null }),
    ),
  ).toMatchObject({ code: 'intake.organ_missing' })

  await at('POST /cases/:id/accept', caseId, {})
  const { documents } = await at<{ documents: { kind: string; number: string }[] }>('GET /cases/:id', caseId)
  expect(documents.map(({ kind, number }) => `${kind} ${number}`).at(-1)).toMatch(/^D04 粤交许受字〔2026〕1号$/)
  expect(await verified(house)).toEqual([])
})

test('the receipt lists what came as it came: in which form, how many, compared with the original or not, and where', async () => {
  const papers: Readonly<Record<string, Paper[]>> = {
    M01: [{ form: 'original', copies: 2 }],
    M02: [{ form: 'copy', isCompared: true }, { form: 'copy', copies: 3 }, { form: 'copy' }],
  }
  const caseId = await walkIn(['M01', 'M02'], papers)
  const { content } = await house.db
    .selectFrom('document_content')
    .select('content')
    .where('case_id', '=', caseId)
    .executeTakeFirstOrThrow()
  const { place, receivedBy, materials } = content as { place: string; receivedBy: string; materials: Paper[] }
  expect([place, receivedBy]).toEqual(['政务服务中心', '受理窗口'])
  expect(materials.map(({ form, copies, isCompared }) => [form, copies, isCompared])).toEqual([
    ['original', 2, false],
    ['copy', 1, true],
    ['copy', 4, false],
  ])
})

test('the checklist is the published list and what came in; the trays part what is new from what was supplied', async () => {
  const caseId = await walkIn(['M01'])
  const list = await at<Checklist>('GET /cases/:id/checklist', caseId)
  expect(list.lines.map(({ material }) => material.code)).toEqual(['M01', 'M02', 'M03'])
  expect(list.lines[0]?.given).toEqual([{ form: 'original', copies: 1, trust: 'D', fileId: null, isCompared: false }])
  expect(list).toMatchObject({ applicantName: '王*', isImmediate: true, missing: [{ material: 'M02', problem: 'missing' }] })

  const trays = () => house.call<Trays>('GET /desk/trays', { token: clerk, query: { organisation: offices.permit } })
  const holds = async () => {
    const found = await trays()
    return (['waiting', 'supplied', 'correcting', 'ready'] as const).filter((tray) =>
      found[tray].some((one) => one.caseId === caseId),
    )
  }
  expect(await holds()).toEqual(['waiting'])
  expect((await trays()).waiting.find((one) => one.caseId === caseId)).toMatchObject({
    itemName: '即办事项示例',
    applicantName: '王*',
  })
  await at('POST /cases/:id/ask-correction', caseId, { shortfalls: list.missing })
  expect(await holds()).toEqual(['correcting'])
  await at('POST /cases/:id/supply', caseId, { materials: [{ code: 'M02', form: 'copy', isCompared: true }] })
  expect(await holds()).toEqual(['supplied'])
  const done = await at<{ state: string }>('POST /cases/:id/decide-at-once', caseId, {
    decision: '符合条件，当场准予。',
    result: { name: '即办结果', number: null },
  })
  expect([done.state, await holds()]).toEqual(['issued', ['ready']])

  const { number } = await at<{ number: string }>('GET /cases/:id', caseId)
  const numbered = (token: string, asked: string) => house.call('GET /desk/numbered', { token, query: { number: asked } })
  expect(await numbered(clerk, number)).toEqual({ caseId })
  expect(await refused(numbered(house.town.serviceClerk, number))).toMatchObject({ code: 'casework.unknown_case' })
  expect(await refused(numbered(clerk, '4400002603020000001X'))).toMatchObject({ code: 'casework.unknown_case' })
})

test('an immediate item is accepted, decided and made at the counter in one transaction, by one person; no other item is', async () => {
  const short = await walkIn(['M01'])
  const order = { decision: '符合条件，当场准予。', result: { name: '即办结果', number: '粤即〔2026〕1号' } }
  expect(await refused(at('POST /cases/:id/decide-at-once', short, order))).toMatchObject({ code: 'intake.incomplete' })
  expect(await at('GET /cases/:id', short)).toMatchObject({ state: 'submitted' })

  const caseId = await walkIn(['M01', 'M02'])
  const { allowedActs } = await at<{ allowedActs: { code: string }[] }>('GET /cases/:id', caseId)
  expect(allowedActs.map(({ code }) => code)).toContain('decideAtOnce')
  expect(await refused(at('POST /cases/:id/decide-at-once', caseId, order, house.town.approver))).toMatchObject({
    code: 'http.not_permitted',
  })
  await at('POST /cases/:id/decide-at-once', caseId, order)
  const view = await at<{ timers: { code: string; endedOn: string | null }[] }>('GET /cases/:id', caseId)
  expect(view).toMatchObject({ state: 'issued', acceptedOn: '2026-03-02', decidedOn: '2026-03-02' })
  expect(view.timers.filter(({ endedOn }) => endedOn === null).map(({ code }) => code)).toEqual(['ISSUE'])
  const { events } = await at<{ events: { kind: string; ground: string | null }[] }>('GET /cases/:id/events', caseId)
  expect(events.map(({ kind, ground }) => `${kind} ${ground}`)).toEqual([
    'submit 行政许可法 29',
    'accept 行政许可法 32(五)',
    'decideAtOnce 行政许可法 34',
  ])

  await transaction(house.db, (tx) => sequence(tx))
  while ((await follow(house.db, publisher, house.now(), (parked) => expect(parked).toBeNull())) > 0);
  const { grants } = await house.call<{ grants: object[] }>('GET /publications', { query: { item: itemCode } })
  expect(grants).toMatchObject([{ applicantName: '王*' }, { applicantName: '王*' }])

  const { citizen } = house.town
  const form = { contactName: '张三', contactPhone: '13800000000', request: '跨省运输' }
  const materials = await giveAll(house, citizen, ['M01', 'M02'])
  await transaction(house.db, (tx) =>
    publish(
      tx,
      {
        code: 'TEST-USUAL',
        definition: makeItem({
          form: {
            isGeneric: false,
            fields: [...immediate.form.fields, { code: 'request', label: '事由', type: 'text', required: true, maxLength: 40 }],
          },
        }),
        effectiveAt: house.now().at,
        source: 'test',
        approval: '',
      },
      system,
      house.now(),
    ),
  )
  const usual = await house.call<{ caseId: string }>('POST /cases', {
    token: citizen.token,
    body: { itemCode: 'TEST-USUAL', form, materials },
  })
  expect(await refused(at('POST /cases/:id/decide-at-once', usual.caseId, order))).toMatchObject({
    code: 'approval.not_immediate',
  })
})

test('originals are kept against a slip, only those of the list, and given back once', async () => {
  const caseId = await walkIn(['M01', 'M02'])
  const order = {
    originals: [{ code: 'M01', copies: 1, serial: '证字 1 号' }],
    handedInBy: '王五',
    purpose: '扫描、核对',
    returnBy: '2026-03-04',
  }
  expect(
    await refused(
      at('POST /cases/:id/originals/keep', caseId, { ...order, originals: [{ code: 'M09', copies: 1, serial: null }] }),
    ),
  ).toMatchObject({ code: 'intake.beyond_guide' })
  const { seq, documentId } = await at<{ seq: number; documentId: string }>('POST /cases/:id/originals/keep', caseId, order)
  const { documents } = await at<{ documents: { documentId: string; kind: string }[] }>('GET /cases/:id', caseId)
  expect(documents.at(-1)).toMatchObject({ documentId, kind: 'D34' })
  const kept = async () => (await at<Checklist>('GET /cases/:id/checklist', caseId)).kept
  expect(await kept()).toEqual([{ seq, materials: ['M01'], keptOn: '2026-03-02', returnedOn: null }])
  await at('POST /cases/:id/originals/return', caseId, { keptSeq: seq, receivedBy: '王五' })
  expect(await kept()).toMatchObject([{ returnedOn: '2026-03-02' }])
  expect(await refused(at('POST /cases/:id/originals/return', caseId, { keptSeq: seq, receivedBy: '王五' }))).toMatchObject({
    code: 'intake.nothing_kept',
  })
  await at('POST /cases/:id/decide-at-once', caseId, {
    decision: '符合条件，当场准予。',
    result: { name: '即办结果', number: null },
  })
  expect(await verified(house)).toEqual([])
})

test('who sits at the windows of several authorities sees what waits at all of them, the nearest last day first', async () => {
  const { admin, citizen, serviceClerk } = house.town
  const one = await apply(house, citizen)
  const other = await apply(house, citizen, { item: townItems.service })
  const waiting = async (token: string, query: object = {}) =>
    (await house.call<Trays>('GET /desk/trays', { token, query })).waiting.map(({ caseId }) => caseId)
  expect(await waiting(clerk)).toContain(one.caseId)
  expect(await waiting(clerk)).not.toContain(other.caseId)
  const there = { organisation: offices.service }
  expect(await refused(waiting(clerk, there))).toMatchObject({ code: 'casework.no_power' })

  const { account } = await house.call<{ account: string }>('GET /me', { token: clerk })
  const post = { role: 'window_clerk', ...there, place: 'hall', fromOn: house.now().today, untilOn: null }
  await house.call('POST /staff/posts', { token: admin, body: { account, ...post } })
  const all = await waiting(clerk)
  expect(all.indexOf(one.caseId)).toBeGreaterThanOrEqual(0)
  expect(all.indexOf(other.caseId)).toBeGreaterThan(all.indexOf(one.caseId)) // no clock runs until it is accepted
  expect(await waiting(clerk, there)).toEqual(await waiting(serviceClerk))
  const { drafts } = await house.call<{ drafts: object[] }>('GET /desk/drafts', { token: clerk, query: {} })
  expect(drafts).toEqual([])
})
