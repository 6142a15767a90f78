import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { importLines, townItems } from '../src/app/town.ts'
import { transaction } from '../src/kernel/db/index.ts'
import { type Actor, grantFor } from '../src/kernel/http/index.ts'
import { Refusal } from '../src/kernel/refusal.ts'
import {
  definitionOf,
  demandable,
  type Guide,
  type ItemDefinition,
  lacksOf,
  openVersion,
} from '../src/modules/catalogue/index.ts'
import { faultsOf } from '../src/modules/catalogue/rules.ts'
import { problemNames } from '../src/modules/intake/contract.ts'
import { accept, askCorrection } from '../src/modules/intake/service/answering.ts'
import { submit, supply } from '../src/modules/intake/service/submitting.ts'
import { authenticate } from '../src/modules/staff/index.ts'
import { apply, giveAll } from './apply.ts'
import { openHouse, refused, type TestHouse, verified } from './house.ts'
import { makeItem } from './make-item.ts'
import { formFor, published, publishSituated, situated, situatedItem } from './situations.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openHouse()
  await transaction(house.db, (tx) => publishSituated(tx, house.now()))
})
afterAll(() => house.close())

const codes = (of: readonly { code: string }[]) => of.map(({ code }) => code).join(' ')

type Given = { caseId: string; shortfalls: { material: string }[] }

async function applied(answers: Record<string, string>, fields: string, materials: readonly string[]): Promise<Given> {
  const { token } = house.town.citizen
  const given = await giveAll(house, house.town.citizen, materials)
  return house.call<Given>('POST /cases', {
    token,
    body: { itemCode: situated, answers, form: formFor(fields), materials: given },
  })
}

describe('every situation asks for what is published, in guide, form, checklist and notice, and for nothing else', () => {
  test.each(published)('$answers', async ({ answers, fields, materials, legalDays }) => {
    const text = Object.entries(answers).map((pair) => pair.join(':'))
    const guide = await house.call<{ fields: []; materials: []; problems: []; legalLimit: unknown }>('GET /items/:code/demand', {
      params: { code: situated },
      query: { answers: text.join(',') },
    })
    expect([codes(guide.fields), codes(guide.materials), guide.problems]).toEqual([fields, materials, []])
    expect(guide.legalLimit).toEqual({ days: legalDays, unit: 'workday' })

    // the form: each of its fields is asked, each other one is refused
    const bad = (form: Record<string, string>) =>
      refused(
        house.call('POST /cases', {
          token: house.town.citizen.token,
          body: { itemCode: situated, answers, form, materials: [] },
        }),
      )
    const { facts } = await bad({ phone: '', plate: '', count: '', use: '', since: '' })
    const wrong = ['plate', 'count'].filter((code) => !fields.split(' ').includes(code))
    expect((facts as { problems: { field: string }[] }).problems.map(({ field }) => field)).toEqual([
      ...situatedItem()
        .form.fields.filter(({ code, required }) => required && fields.split(' ').includes(code))
        .map(({ label }) => label),
      ...wrong,
    ])

    // the checklist: what is missing when nothing is handed in
    const required = materials.split(' ').filter((code) => code !== 'M05')
    const { caseId, shortfalls } = await applied(answers, fields, [])
    expect(shortfalls.map(({ material }) => material)).toEqual(required)

    // the notice: every material of every list, with every fault
    const { clerk } = house.town
    for (const { code } of situatedItem().materials)
      for (const problem of Object.keys(problemNames)) {
        if (required.includes(code) && problem === 'missing') continue
        const notice = { shortfalls: [{ material: code, problem }] }
        const { code: why } = await refused(
          house.call('POST /cases/:id/ask-correction', { token: clerk, params: { id: caseId }, body: notice }),
        )
        expect([code, problem, why]).toEqual([
          code,
          problem,
          materials.split(' ').includes(code) ? 'intake.not_short' : 'intake.beyond_guide',
        ])
      }
    const all = required.map((material) => ({ material, problem: 'missing' }))
    await house.call('POST /cases/:id/ask-correction', { token: clerk, params: { id: caseId }, body: { shortfalls: all } })

    // what is handed in afterwards, and acceptance with the limit of the situation
    const outside = situatedItem().materials.find(({ code }) => !materials.split(' ').includes(code))
    const { token } = house.town.citizen
    const supplying = (given: unknown) =>
      house.call('POST /cases/:id/supply', { token, params: { id: caseId }, body: { materials: given } })
    if (outside !== undefined)
      expect((await refused(supplying(await giveAll(house, house.town.citizen, [outside.code])))).code).toBe(
        'intake.beyond_guide',
      )
    await supplying(await giveAll(house, house.town.citizen, required))
    await house.call('POST /cases/:id/accept', { token: clerk, params: { id: caseId }, body: {} })
    const view = await house.call<{ timers: { code: string; limit: { days: number } }[] }>('GET /cases/:id', {
      token: clerk,
      params: { id: caseId },
    })
    expect(view.timers.find(({ code }) => code === 'DECIDE')?.limit.days).toBe(legalDays)
  })

  test('a case that time accepts runs by the limit of its situation', async () => {
    const { answers, fields, materials } = published[1] ?? { answers: {}, fields: '', materials: '' }
    house.at('2026-04-07T09:00:00+08:00')
    const { caseId } = await applied(answers, fields, materials.split(' '))
    house.at('2026-05-20T09:00:00+08:00')
    const view = await house.call<{ timers: { code: string; limit: { days: number } }[] }>('GET /cases/:id', {
      token: house.town.clerk,
      params: { id: caseId },
    })
    expect(view.timers.find(({ code }) => code === 'DECIDE')?.limit.days).toBe(10)
    house.at('2026-03-02T09:00:00+08:00')
  })

  test('a situation left open is refused with every question that is asked, and no other', async () => {
    const asked = async (answers: Record<string, string>) => {
      const body = { itemCode: situated, answers, form: formFor('phone use'), materials: [] }
      const { facts } = await refused(house.call('POST /cases', { token: house.town.citizen.token, body }))
      return (facts as { problems: { field: string; problem: string }[] }).problems.map(
        ({ field, problem }) => `${field} ${problem}`,
      )
    }
    expect(await asked({})).toEqual(['车辆使用哪种能源 未回答', '车辆归谁所有 未回答'])
    expect(await asked({ fuel: 'petrol', owner: 'company' })).toEqual(['一次申请几辆 未回答'])
    expect(await asked({ fuel: 'steam', owner: 'company', batch: 'one' })).toEqual(['车辆使用哪种能源 没有这个选项'])
    expect(await asked({ fuel: 'petrol', owner: 'self', batch: 'many' })).toEqual(['batch 在此情形下不需要回答', '号牌 未填写'])
  })
})

describe('a robot clerk', () => {
  /** The actor behind a token, for calling the use cases without the cost of HTTP. */
  const actorOf = (token: string) =>
    transaction(house.db, async (tx): Promise<Actor> => {
      const actor = await authenticate(tx, token, house.now())
      if (actor === null) throw new Error('nobody')
      return actor
    })

  test('tries ten thousand demands that are not published; none gets through, and the case is as it was', {
    timeout: 120_000,
  }, async () => {
    const clerk = await actorOf(house.town.clerk)
    const { answers, fields } = published[2] ?? { answers: {}, fields: '' }
    const { caseId } = await applied(answers, fields, ['M01'])
    const view = () =>
      house.call<{ seq: number; hash: string }>('GET /cases/:id', { token: house.town.clerk, params: { id: caseId } })
    const before = await view()
    const allowed = new Set(['M02/missing', 'M01/unclear', 'M01/wrong_form', 'M01/mismatch', 'M01/expired'])
    const material = fc.oneof(fc.constantFrom('M01', 'M02', 'M03', 'M04', 'M05', 'M06'), fc.stringMatching(/^[0-9A-Za-z]{1,20}$/))
    const line = fc.record({
      material,
      problem: fc.constantFrom(...(Object.keys(problemNames) as (keyof typeof problemNames)[])),
    })
    const isBeyond = (one: { material: string; problem: string }) => !allowed.has(`${one.material}/${one.problem}`)
    const notices = fc.sample(
      fc.array(line, { minLength: 1, maxLength: 4 }).filter((lines) => lines.some(isBeyond)),
      { numRuns: 10_000, seed: 42 },
    )
    const through: unknown[] = []
    const refusals = new Map<string, number>()
    await transaction(house.db, async (tx) => {
      for (const shortfalls of notices) {
        try {
          await askCorrection(tx, caseId, { shortfalls }, clerk, house.now())
          through.push(shortfalls)
        } catch (error) {
          if (!(error instanceof Refusal)) throw error
          refusals.set(error.kind.code, (refusals.get(error.kind.code) ?? 0) + 1)
        }
      }
    })
    expect(through).toEqual([])
    expect([...refusals.keys()].sort()).toEqual(['intake.beyond_guide', 'intake.not_short'])
    expect([...refusals.values()].reduce((sum, n) => sum + n, 0)).toBe(10_000)
    expect(await view()).toMatchObject({ seq: before.seq, hash: before.hash })
  })

  test('tries the same in every other state, and takes in or accepts what is not published; none gets through', async () => {
    const [clerk, citizen] = [await actorOf(house.town.clerk), await actorOf(house.town.citizen.token)]
    const { answers, fields, materials } = published[0] ?? { answers: {}, fields: '', materials: '' }
    const on = (path: string, token: string, id: string, body: object = {}) => house.call(path, { token, params: { id }, body })
    const { clerk: c, approver, chief, citizen: who } = house.town
    const inState: Record<string, (id: string) => Promise<unknown>> = {
      correcting: (id) => on('POST /cases/:id/ask-correction', c, id, { shortfalls: [{ material: 'M01', problem: 'unclear' }] }),
      accepted: (id) => on('POST /cases/:id/accept', c, id),
      withdrawn: (id) => on('POST /cases/:id/withdraw', who.token, id),
      reviewed: async (id) => {
        await on('POST /cases/:id/accept', c, id)
        await on('POST /cases/:id/review', approver, id, { conclusion: 'grant', opinion: '材料齐全，符合条件' })
      },
      turnedAway: (id) =>
        on('POST /cases/:id/turn-away', c, id, { ground: 'not_required', reason: '依法不需要取得许可', competentOrgan: null }),
    }
    expect(chief).not.toBe(approver)
    for (const [state, move] of Object.entries(inState)) {
      const { caseId } = await applied(answers, fields, materials.split(' '))
      await move(caseId)
      const tries = situatedItem().materials.flatMap(({ code }) => [
        () =>
          transaction(house.db, (tx) =>
            askCorrection(tx, caseId, { shortfalls: [{ material: code, problem: 'missing' }] }, clerk, house.now()),
          ),
        () => transaction(house.db, (tx) => supply(tx, caseId, { materials: [{ code, form: 'copy' }] }, citizen, house.now())),
      ])
      const wrong = await Promise.all(
        tries.map((attempt) =>
          attempt().then(
            () => 'through',
            (error: unknown) => (error instanceof Refusal ? null : error),
          ),
        ),
      )
      expect([state, wrong.filter((one) => one !== null)]).toEqual([state, []])
    }
    const { caseId } = await applied(answers, fields, [])
    await expect(transaction(house.db, (tx) => accept(tx, caseId, {}, clerk, house.now()))).rejects.toThrow('intake.incomplete')
    const taking = (material: string) => {
      const given = {
        itemCode: situated,
        applicantId: citizen.subject ?? '',
        answers,
        form: formFor(fields),
        materials: [{ code: material, form: 'copy' as const }],
      }
      return transaction(house.db, (tx) => submit(tx, given, clerk, house.now()))
    }
    for (const material of ['M02', 'M03', 'M04', 'XYZ']) await expect(taking(material)).rejects.toThrow('intake.beyond_guide')
    expect(grantFor(clerk, 'intake.accept', situatedItem().organ.uscc ?? '')).not.toBeNull()
  })
})

describe('the rules, whatever the item', () => {
  const answerCodes = ['a', 'b', 'c']
  const whenOf = (known: readonly string[]) =>
    fc.option(
      fc
        .subarray([...known], { minLength: Math.min(1, known.length), maxLength: Math.min(2, known.length) })
        .chain((names) =>
          fc.tuple(...names.map((name) => fc.subarray(answerCodes, { minLength: 1 }).map((meant) => [name, meant] as const))),
        )
        .map((pairs) => Object.fromEntries(pairs)),
      { nil: undefined },
    )
  const names = ['q0', 'q1', 'q2', 'q3']
  const some = (when: Record<string, string[]> | undefined) =>
    when === undefined || Object.keys(when).length === 0 ? {} : { when }
  const item = fc
    .tuple(
      fc.tuple(...names.map((_, i) => whenOf(names.slice(0, i)))),
      fc.array(whenOf(names), { minLength: 1, maxLength: 6 }),
      fc.array(whenOf(names), { maxLength: 4 }),
    )
    .map(
      ([questions, materials, fields]): ItemDefinition =>
        makeItem({
          situations: questions.map((when, i) => ({
            code: `q${i}`,
            question: `问题${i}`,
            answers: answerCodes.map((code) => ({ code, label: code })),
            ...some(when),
          })),
          materials: materials.map((when, i) => ({
            code: `M${i}`,
            name: `材料${i}`,
            required: true,
            requiredKnown: true,
            ...some(when),
          })),
          form: {
            isGeneric: false,
            fields: fields.map((when, i) => ({
              code: `f${i}`,
              label: `字段${i}`,
              type: 'text',
              required: true,
              maxLength: 9,
              ...some(when),
            })),
          },
        }),
    )

  test('what is demanded is what a reader who takes each line by itself finds published', () => {
    fc.assert(
      fc.property(
        item,
        fc.dictionary(fc.constantFrom(...names, 'q9'), fc.constantFrom(...answerCodes, 'z')),
        (definition, answers) => {
          expect(faultsOf(definition)).toEqual([])
          // Read from the guide by hand: a question counts when it is asked and has such an answer, whatever stands before it.
          const counts = (code: string): string | null => {
            const one = definition.situations.find((situation) => situation.code === code)
            const answer = answers[code]
            return one !== undefined && answer !== undefined && answerCodes.includes(answer) && isMeant(one.when) ? answer : null
          }
          const isMeant = (when: Record<string, string[]> | undefined): boolean =>
            Object.keys(when ?? {}).filter((code) => !(when?.[code] ?? []).includes(counts(code) ?? '-')).length === 0
          const found = demandable(definition, answers)
          expect(codes(found.situations)).toBe(codes(definition.situations.filter(({ when }) => isMeant(when))))
          expect(codes(found.materials)).toBe(codes(definition.materials.filter(({ when }) => isMeant(when))))
          expect(codes(found.form.fields)).toBe(codes(definition.form.fields.filter(({ when }) => isMeant(when))))
          expect(demandable(found, answers)).toEqual(found)
        },
      ),
      { numRuns: 2_000 },
    )
  })

  test.each([
    { name: 'an answer that there is not', change: { materials: [material({ fuel: ['steam'] })] } },
    { name: 'a question that there is not', change: { materials: [material({ colour: ['red'] })] } },
    {
      name: 'limits of no situation',
      change: { limitsWhen: [{ when: { a: ['b'] }, legalLimit: { days: 5, unit: 'workday' }, promisedLimit: null }] },
    },
    { name: 'a question that depends on a later one', change: { situations: [...situatedItem().situations].reverse() } },
    { name: 'a choice without options', change: { form: { isGeneric: false, fields: [choice({})] } } },
    { name: 'options of a text', change: { form: { isGeneric: false, fields: [choice({ type: 'text', options: options() })] } } },
  ])('refused when published: $name', ({ change }) => {
    expect(faultsOf(situatedItem())).toEqual([])
    expect(faultsOf(situatedItem(change as Partial<ItemDefinition>))).toHaveLength(1)
  })

  function material(when: Record<string, string[]>) {
    return { code: 'M01', name: '材料', required: true, requiredKnown: true, when }
  }
  function options() {
    return ['a', 'b'].map((code) => ({ code, label: code }))
  }
  function choice(change: object) {
    return { code: 'use', label: '用途', type: 'choice', required: true, maxLength: 9, ...change }
  }
})

describe('items of the published lists', () => {
  test('every one that has materials and limit takes an application with the generic form and exactly its list; the others say what is lacking and are listed', {
    timeout: 120_000,
  }, async () => {
    const path = fileURLToPath(new URL('../data/items/guangdong_province_items.ndjson', import.meta.url))
    const lines: string[] = []
    for await (const line of createInterface({ input: createReadStream(path) })) lines.push(line)
    await importLines(house.db, lines, house.now())
    const rows = await house.db
      .selectFrom('item')
      .innerJoin('item_version', 'item_version.item_id', 'item.item_id')
      .select(['code', 'version_id', 'definition'])
      .where('code', '<>', situated)
      .orderBy('code')
      .execute()
    const wrong: string[] = []
    let ready = 0
    await transaction(house.db, async (tx) => {
      for (const { code, version_id, definition } of rows) {
        const item = definition as unknown as ItemDefinition
        const lacks = lacksOf(item)
        const opened = await openVersion(tx, code, house.now().at).catch((error: unknown) => error)
        if (lacks.length > 0) {
          if (!(opened instanceof Refusal && opened.kind.code === 'item.not_ready')) wrong.push(`${code} is not refused`)
          continue
        }
        ready += 1
        const demanded = demandable(await definitionOf(tx, version_id), {})
        if (codes(demanded.form.fields) !== 'contactName contactPhone contactAddress request')
          wrong.push(`${code} has another form`)
        if (codes(demanded.materials) !== codes(item.materials)) wrong.push(`${code} has another list`)
      }
    })
    expect(wrong).toEqual([])
    expect([ready, rows.length]).toEqual([
      rows.filter((row) => lacksOf(row.definition as unknown as ItemDefinition).length === 0).length,
      rows.length,
    ])
    expect(ready).toBeGreaterThan(500)

    const listed: { code: string; lacks: string[] }[] = []
    for (let after: string | undefined; ; ) {
      const { items } = await house.call<{ items: typeof listed }>('GET /desk/items/not-ready', {
        token: house.town.clerk,
        query: { limit: 200, ...(after === undefined ? {} : { after }) },
      })
      listed.push(...items)
      after = items.at(-1)?.code
      if (items.length < 200) break
    }
    const unready = rows.filter((row) => lacksOf(row.definition as unknown as ItemDefinition).length > 0).map(({ code }) => code)
    expect(listed.map(({ code }) => code)).toEqual([...unready].sort())
    expect(listed.every(({ lacks }) => lacks.length > 0)).toBe(true)
  })

  test('one of them is applied for with its list', async () => {
    const guide = await house.call<Guide>('GET /items/:code', { params: { code: townItems.permit } })
    expect(guide.definition.form.isGeneric).toBe(true)
    expect((await apply(house, house.town.citizen)).shortfalls).toEqual([])
  })
})

test('afterwards the log is whole', async () => {
  expect(await verified(house)).toEqual([])
})
