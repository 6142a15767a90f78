import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { regularsOf } from '../src/app/assemble.ts'
import { staffAt } from '../src/app/town.ts'
import { transaction } from '../src/kernel/db/index.ts'
import { system } from '../src/kernel/http/index.ts'
import { follow, sequence } from '../src/kernel/log/index.ts'
import { erasePerson } from '../src/modules/identity/index.ts'
import { draftEraser } from '../src/modules/intake/index.ts'
import { png, rareName } from './apply.ts'
import { openHouse, refused, type TestHouse, verified } from './house.ts'
import { formFor, publishSituated, situated, situatedItem } from './situations.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openHouse()
  await transaction(house.db, (tx) => publishSituated(tx, house.now()))
})
afterAll(() => house.close())

type Person = { readonly token: string; readonly personId?: string }
type Answer = { path: string; value: unknown; rev: number; savedBy: string }
type Draft = {
  draftId: string
  daysLeft: number
  removedOn: string
  isAtWindow: boolean
  changes: { versionId: string; added: string[]; removed: string[]; altered: string[]; areLimitsChanged: boolean } | null
  demand: { situations: { code: string }[]; fields: { code: string }[]; materials: { code: string }[] }
  answers: Answer[]
  sections: { code: string; state: string; reasons: { path: string | null; label: string; problem: string }[] }[]
  hands: { account: string }[]
}

const organisation = situatedItem().organ.uscc ?? ''
const begin = async (token: string, more: object = {}) =>
  (await house.call<{ draftId: string }>('POST /drafts', { token, body: { itemCode: situated, ...more } })).draftId
const save = (token: string, id: string, path: string, value: unknown, rev = 0) =>
  house.call<{ rev: number; removedOn: string }>('POST /drafts/:id/answers', {
    token,
    params: { id },
    body: { path, value, rev },
  })
const look = (token: string, id: string) => house.call<Draft>('GET /drafts/:id', { token, params: { id } })
const on = <T = Record<string, unknown>>(path: string, token: string, id: string, body: object = {}) =>
  house.call<T>(path, { token, params: { id }, body })
const stateOf = (draft: Draft) => draft.sections.map(({ code, state }) => `${code} ${state}`)
const filesLeft = async (fileIds: readonly string[]) =>
  (await house.db.selectFrom('file').select('file_id').where('file_id', 'in', fileIds).execute()).length

async function upload({ token }: Person): Promise<string> {
  return (await house.call<{ fileId: string }>('POST /files', { token, upload: { name: '扫描件.png', content: png } })).fileId
}

/** Answers everything for a petrol car of one's own. */
async function fill(person: Person, id: string): Promise<void> {
  const { token } = person
  for (const [code, answer] of Object.entries({ fuel: 'petrol', owner: 'self' }))
    await save(token, id, `situation/${code}`, answer)
  for (const [code, answer] of Object.entries(formFor('phone plate use'))) await save(token, id, `form/${code}`, answer)
  await save(token, id, 'material/M01', [{ fileId: await upload(person) }])
}

describe('one question a page, saved as one goes', () => {
  test('the task list says for each part what is still to be done, all of it; a situation shrinks the lists', async () => {
    const { citizen } = house.town
    const id = await begin(citizen.token)
    const empty = await look(citizen.token, id)
    expect(stateOf(empty)).toEqual([
      'identity done',
      'situations untouched',
      'form blocked',
      'materials blocked',
      'submit blocked',
    ])
    expect(empty.sections[1]?.reasons).toEqual([
      { path: 'situation/fuel', label: '车辆使用哪种能源', problem: '未回答' },
      { path: 'situation/owner', label: '车辆归谁所有', problem: '未回答' },
    ])
    expect([empty.daysLeft, empty.removedOn]).toEqual([90, '2026-05-31'])

    await save(citizen.token, id, 'situation/fuel', 'petrol')
    expect(stateOf(await look(citizen.token, id))[1]).toBe('situations started')
    await save(citizen.token, id, 'situation/owner', 'self')
    await save(citizen.token, id, 'form/phone', '不知道')
    const begun = await look(citizen.token, id)
    expect(stateOf(begun)).toEqual(['identity done', 'situations done', 'form started', 'materials untouched', 'submit blocked'])
    expect(begun.demand.fields.map(({ code }) => code)).toEqual(['phone', 'plate', 'use', 'since'])
    expect(begun.demand.materials.map(({ code }) => code)).toEqual(['M01', 'M05'])
    expect(begun.sections[2]?.reasons).toEqual([
      { path: 'form/phone', label: '联系电话', problem: '不是有效的电话号码' },
      { path: 'form/plate', label: '号牌', problem: '未填写' },
      { path: 'form/use', label: '用途', problem: '未填写' },
    ])
    expect(begun.sections[3]?.reasons).toEqual([{ path: 'material/M01', label: '居民身份证', problem: '未提交' }])
    await on('POST /drafts/:id/delete', citizen.token, id)
  })

  test('submitting it is submitting: the case has situation, form and files, and the draft is gone', async () => {
    const { citizen } = house.town
    const id = await begin(citizen.token)
    await fill(citizen, id)
    const stray = await upload(citizen)
    await save(citizen.token, id, 'material/M04', [{ fileId: stray }]) // not asked for in this situation: kept, not submitted
    const ready = await look(citizen.token, id)
    expect(stateOf(ready)).toEqual(['identity done', 'situations done', 'form done', 'materials done', 'submit untouched'])

    const key = 'same-key-twice'
    const submitting = () =>
      house.call<{ caseId: string; shortfalls: [] }>('POST /drafts/:id/submit', {
        token: citizen.token,
        params: { id },
        body: {},
        key,
      })
    const { caseId, shortfalls } = await submitting()
    expect(shortfalls).toEqual([])
    expect(await submitting()).toMatchObject({ caseId }) // the line dropped at 提交: the same answer, one case
    expect((await refused(look(citizen.token, id))).code).toBe('intake.unknown_draft')
    expect(await filesLeft([stray])).toBe(0)
    const { facts } = await house.call<{ facts: Record<string, unknown> }>('GET /cases/:id/application', {
      token: citizen.token,
      params: { id: caseId },
    })
    expect(facts).toMatchObject({ 'form/plate': '粤A12345', 'form/use': 'goods' })
    expect(Object.keys(facts).filter((path) => path.startsWith('material/'))).toHaveLength(1)
    const { events } = await house.call<{ events: { body: object }[] }>('GET /cases/:id/events', {
      token: citizen.token,
      params: { id: caseId },
    })
    expect(events[0]?.body).toMatchObject({ answers: { fuel: 'petrol', owner: 'self' }, materials: ['M01'] })
    expect(await house.db.selectFrom('draft_answer').selectAll().where('draft_id', '=', id).execute()).toEqual([])
  })

  test('what can never be kept is refused in a sentence and nothing is lost', async () => {
    const { citizen } = house.town
    const id = await begin(citizen.token)
    const say = async (path: string, value: unknown) => {
      const { code, message } = await refused(save(citizen.token, id, path, value))
      expect(message).toMatch(/^\P{ASCII}.*。$/u)
      return code
    }
    expect(await say('form/plate', '粤'.repeat(41))).toBe('intake.bad_form')
    expect(await say('form/plate', Array.from({ length: 1_000 }, () => '一\t二').join('\n'))).toBe('intake.bad_form')
    expect(await say('form/plate', Array.from({ length: 10_000 }, () => '一\t二').join('\n'))).toBe('http.bad_shape')
    expect(await say('form/plate', '号\0牌')).toBe('http.bad_shape')
    expect(await say('form/unheard', 'x')).toBe('intake.bad_form')
    expect(await say('form/phone', [])).toBe('intake.bad_form')
    expect(await say('situation/fuel', 'steam')).toBe('intake.bad_form')
    expect(await say('material/M99', [])).toBe('intake.beyond_guide')
    expect(await say('material/M01', [{ form: 'original' }])).toBe('intake.paper_at_window')
    expect(await say('material/M01', [{ fileId: await upload(house.town.stranger) }])).toBe('document.unknown_file')
    expect(await say('../../etc', 'x')).toBe('http.bad_shape')
    expect((await look(citizen.token, id)).answers).toEqual([])
    await on('POST /drafts/:id/delete', citizen.token, id)
  })

  test('a file in a draft is kept as long as the draft, goes when it is taken out, and is handed in once', async () => {
    const { citizen } = house.town
    const [one, two] = [await begin(citizen.token), await begin(citizen.token)]
    const [kept, taken] = [await upload(citizen), await upload(citizen)]
    const { rev } = await save(citizen.token, one, 'material/M01', [{ fileId: kept }, { fileId: taken }])
    expect((await refused(save(citizen.token, two, 'material/M01', [{ fileId: kept }]))).code).toBe('document.unknown_file')
    const body = {
      itemCode: situated,
      answers: { fuel: 'petrol', owner: 'self' },
      form: formFor('phone plate use'),
      materials: [{ code: 'M01', fileId: kept }],
    }
    expect((await refused(house.call('POST /cases', { token: citizen.token, body }))).code).toBe('document.unknown_file')
    await save(citizen.token, one, 'material/M01', [{ fileId: kept }], rev)
    expect(await filesLeft([kept, taken])).toBe(1)
    house.at('2026-05-10T09:00:00+08:00')
    await tidy()
    expect(await filesLeft([kept])).toBe(1) // loose uploads go after thirty days
    await on('POST /drafts/:id/delete', citizen.token, one)
    expect(await filesLeft([kept])).toBe(0)
    house.at('2026-03-02T09:00:00+08:00')
    await on('POST /drafts/:id/delete', citizen.token, two)
  })
})

describe('two tabs, two devices, two people', () => {
  test('the second of two is told both values and chooses; the same said twice is no conflict', async () => {
    const { citizen } = house.town
    const id = await begin(citizen.token)
    expect((await save(citizen.token, id, 'form/plate', '粤A11111')).rev).toBe(1)
    const { code, facts } = await refused(save(citizen.token, id, 'form/plate', '粤B22222'))
    expect([code, facts]).toMatchObject([
      'intake.draft_conflict',
      { path: 'form/plate', rev: 1, yours: '粤B22222', theirs: '粤A11111' },
    ])
    expect((await save(citizen.token, id, 'form/plate', '粤A11111')).rev).toBe(1)
    expect((await save(citizen.token, id, 'form/plate', '粤B22222', 1)).rev).toBe(2)
    expect((await refused(save(citizen.token, id, 'form/plate', null, 1))).code).toBe('intake.draft_conflict')
    await save(citizen.token, id, 'form/plate', null, 2)
    expect((await refused(save(citizen.token, id, 'form/plate', '粤C33333', 2))).facts).toMatchObject({ theirs: null, rev: 3 })
    await on('POST /drafts/:id/delete', citizen.token, id)
  })

  test('of twenty who save at once one is kept, and nineteen are told so', async () => {
    const { citizen } = house.town
    const id = await begin(citizen.token)
    const tries = await Promise.allSettled(Array.from({ length: 20 }, (_, i) => save(citizen.token, id, 'form/plate', `粤A${i}`)))
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await on('POST /drafts/:id/delete', citizen.token, id)
  })

  test('two who submit at once make one case', async () => {
    const { citizen } = house.town
    const id = await begin(citizen.token)
    await fill(citizen, id)
    const tries = await Promise.allSettled([1, 2, 3].map(() => on('POST /drafts/:id/submit', citizen.token, id)))
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('nobody else sees, saves, submits, removes or takes it up; trying is on record', async () => {
    const { citizen, stranger, serviceClerk, clerk, approver } = house.town
    const id = await begin(citizen.token)
    await save(citizen.token, id, 'form/plate', '粤A11111')
    for (const token of [stranger.token, serviceClerk, clerk, approver]) {
      const tries = [
        () => look(token, id),
        () => save(token, id, 'form/plate', '粤B22222', 1),
        () => on('POST /drafts/:id/submit', token, id),
        () => on('POST /drafts/:id/delete', token, id),
        () => on('POST /drafts/:id/code', token, id),
      ]
      for (const one of tries) expect((await refused(one())).code).toBe('intake.unknown_draft')
    }
    expect(
      (
        await refused(
          house.call('POST /drafts', { token: stranger.token, body: { itemCode: situated, applicantId: citizen.personId } }),
        )
      ).code,
    ).toBe('intake.not_your_person')
    expect((await house.call<{ drafts: [] }>('GET /drafts', { token: stranger.token })).drafts).toEqual([])
    await on('POST /drafts/:id/delete', citizen.token, id)
  })

  test('a code takes it up on another device, once and for half an hour; the window that is given it goes on with it', async () => {
    const { citizen, stranger, clerk, serviceClerk } = house.town
    const id = await begin(citizen.token)
    const take = (token: string, code: string) =>
      house.call<{ draftId: string }>('POST /drafts/resume', { token, body: { code } })
    const codeOf = async () => (await on<{ code: string }>('POST /drafts/:id/code', citizen.token, id)).code
    const first = await codeOf()
    expect((await take(citizen.token, first.toLowerCase())).draftId).toBe(id)
    expect((await refused(take(citizen.token, first))).code).toBe('intake.wrong_draft_code')
    const late = await codeOf()
    house.at('2026-03-02T09:31:00+08:00')
    expect((await refused(take(citizen.token, late))).code).toBe('intake.wrong_draft_code')
    house.at('2026-03-02T09:00:00+08:00')

    const code = await codeOf()
    for (const token of [stranger.token, serviceClerk])
      expect((await refused(take(token, code))).code).toBe('intake.wrong_draft_code')
    expect((await take(clerk, code)).draftId).toBe(id)
    await save(clerk, id, 'form/plate', '粤A11111')
    const draft = await look(citizen.token, id)
    expect([draft.isAtWindow, draft.hands.length]).toEqual([true, 2])
    const { accesses } = await house.call<{ accesses: { purpose: string }[] }>('GET /me/accesses', { token: citizen.token })
    await look(clerk, id)
    const after = await house.call<{ accesses: { purpose: string }[] }>('GET /me/accesses', { token: citizen.token })
    expect(after.accesses.length).toBe(accesses.length + 1)
    await on('POST /drafts/:id/delete', citizen.token, id)
  })
})

describe('at a window', () => {
  test('a person without an account is found or registered; a colleague goes on where the first clerk stopped; paper and originals are recorded', async () => {
    const { clerk } = house.town
    const colleague = await anotherClerk()
    const identifier = { kind: '111', value: '320102198001010016' }
    const find = () =>
      house.call<{ person: { id: string; name: string } | null }>('POST /persons/find', { token: clerk, body: { identifier } })
    expect((await find()).person).toBeNull()
    const made = await house.call<{ personId: string; oneTimeCode: string | null }>('POST /persons', {
      token: clerk,
      body: { kind: 'natural', name: '王五', identifier, withoutAccount: true },
    })
    expect(made.oneTimeCode).toBeNull()
    expect((await find()).person).toMatchObject({ id: made.personId, name: '王*' })
    expect(await house.db.selectFrom('account').select('id').where('person_id', '=', made.personId).execute()).toEqual([])

    const id = await begin(clerk, { applicantId: made.personId })
    await fill({ token: clerk }, id)
    const scan = (await look(clerk, id)).answers.find(({ path }) => path === 'material/M01')
    const [{ fileId = '' } = {}] = (scan?.value ?? []) as { fileId?: string }[]
    await save(clerk, id, 'material/M01', [{ fileId, form: 'copy', isCompared: true }], scan?.rev)
    await save(clerk, id, 'material/M05', [{ form: 'original', copies: 2 }])

    const desk = await house.call<{ drafts: { draftId: string; applicantName: string; place: string }[] }>('GET /desk/drafts', {
      token: colleague,
      query: { organisation, applicant: made.personId },
    })
    expect(desk.drafts).toMatchObject([{ draftId: id, applicantName: '王*', place: 'hall' }])
    expect(
      (await refused(house.call('GET /desk/drafts', { token: colleague, query: { organisation: '11440000006940116U' } }))).code,
    ).toBe('casework.no_power')
    const file = await house.call<{ name: string }>('GET /files/:id', { token: colleague, params: { id: fileId } })
    expect(file.name).toBe('扫描件.png')
    await save(colleague, id, 'form/plate', '粤B22222', 1)

    const { caseId } = await on<{ caseId: string }>('POST /drafts/:id/submit', colleague, id)
    const { events } = await house.call<{
      events: { body: { preparedBy: string[] }; actor: string; channel: string; authority: string }[]
    }>('GET /cases/:id/events', { token: colleague, params: { id: caseId } })
    const [me, first] = [await accountOf(colleague), await accountOf(clerk)]
    expect(events[0]).toMatchObject({ actor: me, channel: 'window', body: { preparedBy: [first] } })
    const materials = await house.db
      .selectFrom('material')
      .select(['code', 'form', 'copies', 'trust', 'checked_by'])
      .where('case_id', '=', caseId)
      .orderBy('code')
      .execute()
    expect(materials).toEqual([
      { code: 'M01', form: 'copy', copies: 1, trust: 'B', checked_by: first },
      { code: 'M05', form: 'original', copies: 2, trust: 'D', checked_by: null },
    ])
  })

  test('a notice to somebody without an account is answered at the window, the clerk being named as the doer', async () => {
    const { clerk, citizen, serviceClerk } = house.town
    const body = {
      itemCode: situated,
      applicantId: citizen.personId,
      answers: { fuel: 'petrol', owner: 'self' },
      form: formFor('phone plate use'),
      materials: [],
    }
    const { caseId } = await house.call<{ caseId: string }>('POST /cases', { token: clerk, body })
    await on('POST /cases/:id/ask-correction', clerk, caseId, { shortfalls: [{ material: 'M01', problem: 'missing' }] })
    const given = { materials: [{ code: 'M01', form: 'original' }] }
    expect((await refused(on('POST /cases/:id/supply', serviceClerk, caseId, given))).code).toBe('casework.unknown_case')
    expect((await refused(on('POST /cases/:id/supply', citizen.token, caseId, given))).code).toBe('intake.paper_at_window')
    await on('POST /cases/:id/supply', clerk, caseId, given)
    const { events } = await house.call<{ events: { kind: string; authority: string }[] }>('GET /cases/:id/events', {
      token: clerk,
      params: { id: caseId },
    })
    expect(events.at(-1)).toMatchObject({ kind: 'supply', authority: expect.stringMatching(/^post:/) })
    await on('POST /cases/:id/accept', clerk, caseId)
  })

  test('an agent stands there for the applicant by a power of attorney on file, and sees the case afterwards', async () => {
    const { clerk, citizen, stranger } = house.town
    const more = { applicantId: citizen.personId, agentId: stranger.personId }
    expect((await refused(begin(clerk, more))).code).toBe('intake.not_your_person')
    const proofFileId = await upload({ token: clerk })
    const agent = { kind: '111', value: '440300200012310001' }
    const granted = {
      basis: 'delegation',
      principal: citizen.personId,
      agent,
      scope: situated,
      fromOn: '2026-03-02',
      untilOn: '2026-12-31',
      proofFileId,
    }
    const { id: delegation } = await house.call<{ id: string }>('POST /delegations', { token: clerk, body: granted })
    const id = await begin(clerk, more)
    await fill({ token: clerk }, id)
    const { caseId } = await on<{ caseId: string }>('POST /drafts/:id/submit', clerk, id)
    const { events } = await house.call<{ events: { body: object }[] }>('GET /cases/:id/events', {
      token: stranger.token,
      params: { id: caseId },
    })
    expect(events[0]?.body).toMatchObject({ agent: { id: stranger.personId, authority: `delegation:${delegation}` } })

    house.at('2026-05-10T09:00:00+08:00')
    await tidy()
    expect(await filesLeft([proofFileId])).toBe(1) // the paper is no loose upload
    house.at('2026-03-02T09:00:00+08:00')

    const open = await begin(clerk, more)
    await on('POST /delegations/:id/end', citizen.token, delegation)
    expect((await look(clerk, open)).sections[0]).toMatchObject({ code: 'identity', state: 'blocked' })
    expect((await refused(on('POST /drafts/:id/submit', clerk, open))).code).toBe('intake.not_your_person')
    await on('POST /drafts/:id/delete', clerk, open)
  })
})

describe('the item changes meanwhile', () => {
  test('what changed is said, what was answered stays, and it is submitted only once that was seen', async () => {
    const { citizen } = house.town
    const id = await begin(citizen.token)
    await fill(citizen, id)
    const item = situatedItem()
    const materials = [
      ...item.materials
        .map((one) => (one.code === 'M01' ? { ...one, name: '居民身份证（正反面）' } : one))
        .filter(({ code }) => code !== 'M05'),
      { code: 'M06', name: '行驶证', required: true, requiredKnown: true },
    ]
    await transaction(house.db, (tx) =>
      publishSituated(tx, house.now(), situatedItem({ materials, promisedLimit: { days: 4, unit: 'workday' } })),
    )
    const { changes, answers, sections } = await look(citizen.token, id)
    expect(changes).toMatchObject({
      added: ['行驶证'],
      removed: ['补充说明'],
      altered: ['居民身份证（正反面）'],
      areLimitsChanged: true,
    })
    expect(answers).toHaveLength(6)
    expect(sections.at(-1)).toMatchObject({
      state: 'blocked',
      reasons: [{ label: '事项', problem: '内容有更新，请先核对并确认' }],
    })
    const { code, facts } = await refused(on('POST /drafts/:id/submit', citizen.token, id))
    expect([code, facts]).toEqual(['intake.version_changed', changes])
    const wrong = on('POST /drafts/:id/version', citizen.token, id, { versionId: id })
    expect((await refused(wrong)).code).toBe('intake.version_changed')
    await on('POST /drafts/:id/version', citizen.token, id, { versionId: changes?.versionId })
    const { shortfalls } = await on<{ shortfalls: unknown }>('POST /drafts/:id/submit', citizen.token, id)
    expect(shortfalls).toEqual([{ material: 'M06', problem: 'missing' }])
  })
})

describe('kept no longer than said', () => {
  test('ninety days after the last change a draft goes, with its files; the day before it is still there', async () => {
    const { citizen } = house.town
    const [old, touched] = [await begin(citizen.token), await begin(citizen.token)]
    const fileId = await upload(citizen)
    await save(citizen.token, old, 'material/M01', [{ fileId }])
    house.at('2026-03-03T09:00:00+08:00')
    await save(citizen.token, touched, 'form/plate', '粤A11111')
    house.at('2026-05-30T23:59:00+08:00')
    await tidy()
    expect((await look(citizen.token, old)).daysLeft).toBe(1)
    house.at('2026-05-31T00:01:00+08:00')
    await tidy()
    expect((await refused(look(citizen.token, old))).code).toBe('intake.unknown_draft')
    expect(await filesLeft([fileId])).toBe(0)
    expect((await look(citizen.token, touched)).daysLeft).toBe(1)
    await on('POST /drafts/:id/delete', citizen.token, touched)
    house.at('2026-03-02T09:00:00+08:00')
  })

  test('no value stands in clear, and whoever is erased leaves none', async () => {
    const { clerk } = house.town
    const name = rareName()
    const { personId } = await house.call<{ personId: string }>('POST /persons', {
      token: clerk,
      body: { kind: 'natural', name: '赵六', identifier: { kind: '111', value: '320102198001010032' }, withoutAccount: true },
    })
    const id = await begin(clerk, { applicantId: personId })
    await save(clerk, id, 'form/plate', name)
    expect((await look(clerk, id)).answers).toMatchObject([{ value: name }])
    const rows = await house.db.selectFrom('draft_answer').selectAll().where('draft_id', '=', id).execute()
    expect(rows).toHaveLength(1)
    expect(rows[0]?.value_box?.includes(Buffer.from(name))).toBe(false)
    await transaction(house.db, (tx) => erasePerson(tx, personId, system, house.now()))
    await transaction(house.db, (tx) => sequence(tx))
    while ((await follow(house.db, draftEraser, house.now(), (parked) => expect(parked).toBeNull())) > 0);
    expect(await house.db.selectFrom('draft').select('draft_id').where('applicant_id', '=', personId).execute()).toEqual([])
    expect(await house.db.selectFrom('draft_answer').select('path').where('draft_id', '=', id).execute()).toEqual([])
  })

  test('one applicant has at most fifty', async () => {
    const { stranger } = house.town
    const made: string[] = []
    for (let n = 0; n < 50; n += 1) made.push(await begin(stranger.token))
    expect((await refused(begin(stranger.token))).code).toBe('intake.too_many_drafts')
    expect((await house.call<{ drafts: [] }>('GET /drafts', { token: stranger.token })).drafts).toHaveLength(50)
  })
})

test('afterwards the log is whole', async () => {
  expect(await verified(house)).toEqual([])
})

async function tidy(): Promise<void> {
  for (const { name, run } of regularsOf(house.db, house.blobs, () => house.now())) if (name === 'house.tidy') await run()
}

async function accountOf(token: string): Promise<string> {
  return (await house.call<{ account: string }>('GET /me', { token })).account
}

async function anotherClerk(): Promise<string> {
  const seat = { login: 'clerk-b', role: 'window_clerk', organisation, place: 'hall' }
  return staffAt(house.call, house.town.admin, seat, house.now())
}
