import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Compile } from 'typebox/compile'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkLaws } from '../../../../scripts/gates/laws.mjs'
import { freshDatabase, type TestDatabase } from '../../../../test/database.ts'
import { type Tx, transaction } from '../../../kernel/db/index.ts'
import { system } from '../../../kernel/http/index.ts'
import { nowAt } from '../../../kernel/now.ts'
import { isRefusal, type RefusalKind } from '../../../kernel/refusal.ts'
import { type Answers, Guide, type ItemDefinition, type RuleSet, UnknownItem, Unsound } from '../contract.ts'
import { importItems } from '../import/index.ts'
import { readRow } from '../import/rows.ts'
import { demandable, lacksOf, promiseExceedsLaw } from '../rules.ts'
import { check, guideOf } from '../service.ts'
import { publishAuthored } from './index.ts'
import { describedOn, overreach } from './onto.ts'
import { type AuthoredItem, authoredFrom } from './shape.ts'

const monday = nowAt('2026-03-02T09:00:00.000+08:00')
const tuesday = nowAt('2026-03-03T09:00:00.000+08:00')
const data = fileURLToPath(new URL('../../../../data/items/', import.meta.url))

const authored = readdirSync(`${data}authored`)
  .filter((name) => name.endsWith('.json') && name !== 'area.json')
  .map((name) => ({ name: name.replace('.json', ''), item: authoredFrom(readFileSync(`${data}authored/${name}`, 'utf8')) }))
const lines = ['guangdong_province_items.ndjson', 'guangan_district_items.ndjson'].flatMap((list) =>
  readFileSync(data + list, 'utf8')
    .split('\n')
    .filter((line) => authored.some(({ item }) => item.list === list && line.includes(`"${item.code}"`))),
)
const described = authored.map(({ name, item }) => {
  const base = baseOf(item)
  return { name, item, base, definition: describedOn(base, item) }
})

/** The list's own version of an item. */
function baseOf({ code, list }: AuthoredItem): ItemDefinition | null {
  if (list === null) return null
  const row = lines.map(readRow).find((read) => read.code === code)
  if (row === undefined || !('definition' in row)) throw new Error(`${list} has no ${code}`)
  return row.definition
}

describe.each(described)('$name', ({ item, base, definition }) => {
  test('passes the contract, and one may apply for it', () => {
    expect(() => check({ definition, effectiveAt: monday.at }, monday)).not.toThrow()
    expect(lacksOf(definition)).toEqual([])
  })

  test('what the list published stays word for word', () => {
    expect(overreach(base, item)).toEqual([])
    if (base === null) return
    const { name, organ, areaCode, typeCode, promisedLimit, service } = base
    expect(definition).toMatchObject({ name, organ, areaCode, typeCode, promisedLimit, service })
    if (base.materials.length > 0)
      expect(definition.materials.map((one) => one.name)).toEqual(base.materials.map((one) => one.name))
    if (base.legalLimit !== null) expect(promiseExceedsLaw(base.legalLimit, definition.legalLimit)).toBe(false)
  })

  test('every limit stands on something, and no promise is longer than the law', () => {
    const { limits } = item.details
    expect([limits.legal !== null, limits.promised !== null]).toEqual([
      definition.legalLimit !== null,
      definition.promisedLimit !== null,
    ])
    expect(promiseExceedsLaw(definition.legalLimit, definition.promisedLimit)).toBe(false)
    if (base === null || base.legalLimit === null) expect(limits.legal?.from).not.toBe('published')
    const [steps, whole] = [sumOfSteps(definition), definition.promisedLimit ?? definition.legalLimit]
    if (steps > 0 && whole?.unit === 'workday') expect(steps).toBeLessThanOrEqual(whole.days)
  })

  test('every material says in which form, from whom, how far it is trusted, what a good one looks like and on what it is asked for', () => {
    for (const material of definition.materials) {
      const row = item.details.materials[material.code]
      expect(row, material.code).toMatchObject({
        trust: expect.any(String),
        sample: expect.any(String),
        basis: expect.anything(),
      })
      expect(material.forms?.length, material.code).toBeGreaterThan(0)
      expect(material.source === 'licence' ? material.issuer : 'own', material.code).toBeTruthy()
      expect(material.requiredKnown, material.code).toBe(true)
      if (material.source === 'own') expect(row?.trust, material.code).toBe('D')
      if (row?.basis.from === 'published') expect(base?.materials.map(({ name }) => name)).toContain(material.name)
      if (row?.basis.from === 'law') expect(material.basis).toBe(row.basis.clause)
    }
  })

  test('every field says why it is asked: a clause, or for demonstration', () => {
    for (const { code, why } of definition.form.fields) expect(why, code).toMatch(/^(演示编写：|\p{Script=Han}+ \d+)/u)
    expect(definition.form.isGeneric).toBe(false)
  })

  test('every question has a use: no two answers to it ask for the same', () => {
    const all = combinations(definition)
    for (const { code, answers } of definition.situations) {
      for (const [i, one] of answers.entries()) {
        for (const other of answers.slice(i + 1)) {
          const differs = all.some(
            (chosen) =>
              chosen[code] === one.code && asked(definition, chosen) !== asked(definition, { ...chosen, [code]: other.code }),
          )
          expect(differs, `${code}: ${one.code} / ${other.code}`).toBe(true)
        }
      }
    }
  })

  test('every material and every field is asked for in some situation', () => {
    const seen = combinations(definition).map((answers) => demandable(definition, answers))
    for (const { code } of definition.materials)
      expect(
        seen.some(({ materials }) => materials.some((one) => one.code === code)),
        code,
      ).toBe(true)
    for (const { code } of definition.form.fields)
      expect(
        seen.some(({ form }) => form.fields.some((one) => one.code === code)),
        code,
      ).toBe(true)
  })

  test('every condition has its reason for refusal, and each reason is told once', () => {
    const reasons = item.details.conditions.map(({ unmet }) => unmet)
    expect(reasons.length).toBeGreaterThan(2)
    expect(new Set(reasons).size).toBe(reasons.length)
  })

  test('what is written for demonstration about a real organ binds nobody: no fee, no promise, no limit, no condition', () => {
    if (base === null) return
    const binding = [
      item.details.limits.legal,
      item.details.limits.promised,
      ...item.details.conditions.map(({ basis }) => basis),
    ]
    expect(binding.filter((basis) => basis?.from === 'demo')).toEqual([])
    expect(item.details.fee.isCharged).toBe(false)
  })

  test('names where to go against a decision, and by which clause', () => {
    expect(definition.remedy?.reviewOrgan).toMatch(/人民政府/)
    expect(definition.remedy?.court).toMatch(/法院$/)
  })
})

test.each<{ kind: RuleSet; items: Record<string, string> }>([
  {
    kind: 'permit',
    items: {
      'daolu-huoyun': '法定20工作日 承诺5工作日 2环节',
      'gonggong-changsuo': '法定20工作日 承诺未公布 3环节',
      'gongsi-sheli': '法定3工作日 承诺1工作日 2环节',
      'qushui-xinban': '法定45工作日 承诺7工作日 3环节',
      'qushui-yanxu': '法定45工作日 承诺1工作日 2环节',
      'shipin-jingying': '法定20工作日 承诺8工作日 3环节',
    },
  },
  { kind: 'benefit', items: { 'linshi-jiuzhu': '法定未公布 承诺15工作日 2环节' } },
  { kind: 'confirmation', items: { 'zikao-miankao': '法定60工作日 承诺30工作日 2环节' } },
  { kind: 'other', items: { 'bowuguan-beian': '法定20工作日 承诺20工作日 2环节' } },
  {
    kind: 'service',
    items: {
      'canbao-pingzheng': '法定1工作日 承诺1工作日 1环节 即办',
      'canjirenzheng-xinban': '法定30工作日 承诺30工作日 2环节',
      juzhuzheng: '法定15自然日 承诺未公布 2环节',
    },
  },
])('the $kind items run by these limits and steps', ({ kind, items }) => {
  const found = described.filter(({ definition }) => definition.ruleSet === kind)
  expect(Object.fromEntries(found.map(({ name, definition }) => [name, summaryOf(definition)]))).toEqual(items)
  const isPermit = kind === 'permit'
  for (const { definition } of found) {
    expect(definition.documents.includes('D19')).toBe(isPermit)
    if (!isPermit) expect((definition.procedures ?? []).every(({ stops }) => stops !== 'all')).toBe(true)
  }
})

test('where the law wants two to check on site, one person can neither check alone nor decide what he checked', () => {
  const onSite = described.filter(({ item }) => item.details.conditions.some(({ checkedBy }) => checkedBy === 'site'))
  expect(onSite.map(({ name }) => name)).toEqual(['gonggong-changsuo', 'shipin-jingying'])
  for (const { definition, item } of onSite) {
    expect(definition.steps.map(({ code, notBy, people = 1 }) => [code, notBy, people])).toEqual([
      ['review', [], 1],
      ['inspect', ['review'], 2],
      ['decide', ['review', 'inspect'], 1],
    ])
    expect(item.details.steps.inspect?.post).toContain('两名以上')
  }
})

test('every clause that they stand on is in data/laws', () => {
  const { faults, citations } = checkLaws(fileURLToPath(new URL('../../../../', import.meta.url)))
  expect(citations).toBeGreaterThan(300)
  expect(faults.filter((fault) => fault.startsWith('data/items/authored'))).toEqual([])
})

test('urgent relief asks for no proofs beforehand and is promised sooner', () => {
  const { definition } = named('linshi-jiuzhu')
  const relief = (urgent: string) => demandable(definition, { cause: 'accident', urgent, who: 'self' })
  expect(relief('no').materials.map(({ code }) => code)).toEqual(['M01', 'M02', 'M03', 'M04'])
  expect(relief('yes').materials.map(({ code }) => code)).toEqual(['M01', 'M02'])
  expect([relief('no').promisedLimit?.days, relief('yes').promisedLimit?.days]).toEqual([15, 2])
})

describe('nobody changes what a real organ published', () => {
  const { item, base } = named('qushui-xinban')
  const [first, ...others] = item.definition.materials ?? []
  test.each([
    { name: 'its name', change: { name: '取水' } },
    { name: 'its promise', change: { promisedLimit: { days: 1, unit: 'workday' } } },
    {
      name: 'its promise in a situation',
      change: { limitsWhen: [{ when: { water: ['ground'] }, legalLimit: null, promisedLimit: null }] },
    },
    { name: 'a longer legal limit', change: { legalLimit: { days: 46, unit: 'workday' } } },
    { name: 'a material less', change: { materials: others } },
    {
      name: 'a material more',
      change: { materials: [...(item.definition.materials ?? []), { ...first, code: 'M99', name: '其他材料' }] },
    },
    { name: 'another name for a material', change: { materials: [{ ...first, name: '论证报告' }, ...others] } },
    { name: 'its telephone', change: { contact: { venue: null, phone: '1', complaintPhone: null, coDepartments: null } } },
    { name: 'its audience', change: { audiences: ['1'] } },
    { name: 'its conditions', change: { conditions: '无' } },
  ])('$name', ({ change }) => {
    const changed = { ...item, definition: { ...item.definition, ...change } } as AuthoredItem
    expect(overreach(base, changed)).not.toEqual([])
  })
})

describe('on a database', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await freshDatabase()
  })
  afterAll(() => database.close())

  const run = <T>(work: (tx: Tx) => Promise<T>) => transaction(database.db, work)
  const put = (item: AuthoredItem, now = monday) => run((tx) => publishAuthored(tx, item, 'authored/test.json', system, now))
  const refuses = (kind: RefusalKind) => expect.toSatisfy((error: unknown) => isRefusal(error, kind), kind.code)
  const bring = (now = monday) => {
    const quiet = { onRefused: () => {}, onWarned: () => {} }
    return importItems(database.db, bytesOf(lines), { source: 'test', approval: 'test', by: system, now, ...quiet })
  }

  test('an entry that was not imported cannot be described', async () => {
    await expect(put(named('juzhuzheng').item)).rejects.toEqual(refuses(UnknownItem))
  })

  test('all twelve become versions of their own; the same again makes none, nor does the list', async () => {
    expect(await bring()).toMatchObject({ read: 9, added: 9 })
    for (const { item, base } of described) expect(await put(item)).toEqual({ no: base === null ? 1 : 2, isNew: true })
    for (const { item, base } of described) expect(await put(item, tuesday)).toEqual({ no: base === null ? 1 : 2, isNew: false })
    expect(await bring(tuesday)).toMatchObject({ read: 9, unchanged: 9 })
  })

  test('the guide shows the described version whole, and the published one stays readable', async () => {
    const guides = Compile(Guide)
    for (const { item, base, definition } of described) {
      const guide = await run((tx) => guideOf(tx, item.code, undefined, tuesday))
      expect(guides.Check(guide)).toBe(true)
      expect(guide.definition).toEqual(definition)
      expect(guide.version.approval).toBe('演示编写，未经实施机关审核')
      if (base !== null) expect((await run((tx) => guideOf(tx, item.code, 1, tuesday))).definition).toEqual(base)
    }
  })

  test('a changed description is a new version on the same entry; a changed list wins until it is described anew', async () => {
    const { item } = named('juzhuzheng')
    const changed = { ...item, details: { ...item.details, questions: [] } }
    expect(await put(changed, tuesday)).toEqual({ no: 3, isNew: true })
    expect(await put(item, tuesday)).toEqual({ no: 2, isNew: false })
    const renamed = lines.filter((line) => line.includes(item.code)).map((line) => line.replace('"居住证办理"', '"居住证申领"'))
    const quiet = { onRefused: () => {}, onWarned: () => {} }
    const options = { source: 'test', approval: 'test', by: system, now: tuesday, ...quiet }
    expect(await importItems(database.db, bytesOf(renamed), options)).toMatchObject({ changed: 1 })
    expect(await put(item, tuesday)).toEqual({ no: 5, isNew: true })
  })

  test('an entry of a list never becomes one of the demo area', async () => {
    const { item } = named('shipin-jingying')
    const { code } = named('bowuguan-beian').item
    await expect(put({ ...item, code })).rejects.toEqual(refuses(Unsound))
  })
})

test.each([
  { name: 'a member that no definition has', text: JSON.stringify({ ...named('juzhuzheng').item, more: 1 }) },
  { name: 'nothing', text: '{}' },
])('a file with $name is refused', ({ text }) =>
  expect(() => authoredFrom(text)).toThrow(expect.toSatisfy((error: unknown) => isRefusal(error, Unsound), 'unsound')),
)

function named(name: string) {
  const found = described.find((one) => one.name === name)
  if (found === undefined) throw new Error(`no ${name}`)
  return found
}

/** Every way in which the questions of an item can be answered. */
function combinations({ situations }: ItemDefinition): Answers[] {
  return situations.reduce<Answers[]>(
    (all, { code, answers }) => all.flatMap((chosen) => answers.map((answer) => ({ ...chosen, [code]: answer.code }))),
    [{}],
  )
}

function asked(definition: ItemDefinition, answers: Answers): string {
  const { situations, materials, form, legalLimit, promisedLimit } = demandable(definition, answers)
  return JSON.stringify([situations, materials, form, legalLimit, promisedLimit])
}

function sumOfSteps({ steps }: ItemDefinition): number {
  return steps.reduce((sum, { limit }) => sum + (limit?.unit === 'workday' ? limit.days : 0), 0)
}

function summaryOf({ legalLimit, promisedLimit, steps, isImmediate }: ItemDefinition): string {
  const say = (limit: ItemDefinition['legalLimit']) =>
    limit === null ? '未公布' : `${limit.days}${{ workday: '工作日', day: '自然日', month: '月' }[limit.unit]}`
  return `法定${say(legalLimit)} 承诺${say(promisedLimit)} ${steps.length}环节${isImmediate ? ' 即办' : ''}`
}

async function* bytesOf(all: readonly string[]): AsyncIterable<Uint8Array> {
  for (const line of all) yield Buffer.from(`${line}\n`)
}
