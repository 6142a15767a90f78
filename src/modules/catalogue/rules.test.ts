import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makeItem } from '../../../test/make-item.ts'
import { statutoryStops } from '../clock/index.ts'
import { type ItemDefinition, type Limit, type Procedure, procedureKinds } from './contract.ts'
import { defaultDocuments, digestOf, faultsOf, lacksOf, promiseExceedsLaw } from './rules.ts'

const sample = makeItem()
const workdays = (days: number): Limit => ({ days, unit: 'workday' })
const calendarDays = (days: number): Limit => ({ days, unit: 'day' })
const months = (days: number): Limit => ({ days, unit: 'month' })
const procedure = (kind: Procedure['kind'], stops: Procedure['stops'], code = 'one'): Procedure => {
  return { code, name: '特别程序', kind, limit: null, stops }
}

describe('a promise may only be shorter than the law', () => {
  test.each([
    { name: 'equal limits', legal: workdays(20), promised: workdays(20), exceeds: false },
    { name: 'a day more', legal: workdays(20), promised: workdays(21), exceeds: true },
    { name: 'no legal limit published', legal: null, promised: workdays(99), exceeds: false },
    { name: 'no promise', legal: workdays(20), promised: null, exceeds: false },
    { name: '20 working days within 91 days', legal: calendarDays(91), promised: workdays(20), exceeds: false },
    { name: '30 working days against 30 days', legal: calendarDays(30), promised: workdays(30), exceeds: true },
    { name: '28 days within 20 working days', legal: workdays(20), promised: calendarDays(28), exceeds: false },
    { name: '29 days against 20 working days', legal: workdays(20), promised: calendarDays(29), exceeds: true },
    { name: 'a month against 20 working days: it may have 31 days', legal: workdays(20), promised: months(1), exceeds: true },
    { name: '20 working days within a month: it has at least 28 days', legal: months(1), promised: workdays(20), exceeds: false },
  ])('$name', ({ legal, promised, exceeds }) => expect(promiseExceedsLaw(legal, promised)).toBe(exceeds))

  test('a longer promise never becomes lawful again', () => {
    const limit = fc.record({ days: fc.integer({ min: 1, max: 400 }), unit: fc.constantFrom('workday', 'day', 'month') })
    fc.assert(
      fc.property(limit, limit, fc.nat(100), (legal, promised, more) => {
        if (promiseExceedsLaw(legal as Limit, promised as Limit))
          expect(promiseExceedsLaw(legal as Limit, { ...(promised as Limit), days: promised.days + more })).toBe(true)
      }),
    )
  })
})

test.each([
  { name: 'a permit with materials and a legal limit is ready', change: {}, lacks: [] },
  { name: 'a permit needs its legal limit', change: { legalLimit: null }, lacks: ['legalLimit'] },
  {
    name: 'a service with a promise alone is ready',
    change: { typeCode: '20', ruleSet: 'service', legalLimit: null },
    lacks: [],
  },
  {
    name: 'a service needs some limit',
    change: { typeCode: '20', ruleSet: 'service', legalLimit: null, promisedLimit: null },
    lacks: ['limit'],
  },
  { name: 'no materials published', change: { materials: [] }, lacks: ['materials'] },
  { name: 'nobody named who decides', change: { organ: { name: '区人社局', uscc: null } }, lacks: ['organ'] },
  { name: 'everything at once', change: { materials: [], legalLimit: null }, lacks: ['materials', 'legalLimit'] },
] as { name: string; change: Partial<ItemDefinition>; lacks: string[] }[])('$name', ({ change, lacks }) =>
  expect(lacksOf({ ...sample, ...change })).toEqual(lacks),
)

test.each([
  { name: 'sound', change: {}, faults: [] },
  { name: 'the rules of a permit for a service', change: { typeCode: '20' }, faults: ['规则与事项类型不符'] },
  {
    name: 'a step that is nowhere',
    change: { steps: [{ code: 'a', kind: 'decide', name: '决定', notBy: ['x'] }] },
    faults: ['办理环节引用了不存在的环节'],
  },
  {
    name: 'no decision at the end',
    change: { steps: [{ code: 'a', kind: 'review', name: '审查', notBy: [] }] },
    faults: ['最后一个办理环节应当是决定'],
  },
  { name: 'a material code twice', change: { materials: [...sample.materials, ...sample.materials] }, faults: ['材料编号重复'] },
  {
    name: 'a hearing stops the limit of a permit, a survey the promised one',
    change: { procedures: [procedure('HEARING', 'all'), procedure('SITE_CHECK', 'promise', 'survey')] },
    faults: [],
  },
  {
    name: 'a survey that would stop the limit of a permit',
    change: { procedures: [procedure('SITE_CHECK', 'all')] },
    faults: ['许可的法定时限只因听证、招标、拍卖、检验、检测、检疫、鉴定、专家评审停止计算'],
  },
  {
    name: 'a hearing that would not stop the limit of a permit',
    change: { procedures: [procedure('HEARING', 'promise')] },
    faults: ['许可的法定时限只因听证、招标、拍卖、检验、检测、检疫、鉴定、专家评审停止计算'],
  },
  {
    name: 'what is no permit says itself what stops its limit',
    change: { typeCode: '20', ruleSet: 'service', procedures: [procedure('SITE_CHECK', 'all')] },
    faults: [],
  },
  {
    name: 'a procedure listed twice',
    change: { procedures: [procedure('HEARING', 'all'), procedure('TESTING', 'all')] },
    faults: ['特别程序编号重复'],
  },
  {
    name: 'a limit in months that a procedure would stop',
    change: { promisedLimit: { days: 1, unit: 'month' }, procedures: [procedure('SITE_CHECK', 'promise')] },
    faults: ['按月计算的时限不能因特别程序停止计算'],
  },
  {
    name: 'a legal limit in months beside a procedure that stops the promise alone',
    change: { legalLimit: { days: 2, unit: 'month' }, procedures: [procedure('SITE_CHECK', 'promise')] },
    faults: [],
  },
] as { name: string; change: Partial<ItemDefinition>; faults: string[] }[])('faults: $name', ({ change, faults }) =>
  expect(faultsOf({ ...sample, ...change })).toEqual(faults),
)

test('the kinds of procedures have the eight of the law, by their names there', () => {
  expect(procedureKinds).toMatchObject(Object.fromEntries(Object.entries(statutoryStops).map(([kind, { name }]) => [kind, name])))
  expect(Object.keys(statutoryStops)).toHaveLength(8)
})

test('the digest does not depend on the order of keys, and changes with every change', () => {
  const turned = Object.fromEntries(Object.entries(sample).reverse()) as ItemDefinition
  expect(digestOf(turned)).toEqual(digestOf(sample))
  expect(digestOf({ ...sample, name: `${sample.name} ` })).not.toEqual(digestOf(sample))
})

test('documents of a licence are for permits alone', () => {
  expect(defaultDocuments('permit')).toEqual(expect.arrayContaining(['D08', 'D09', 'D18', 'D19']))
  expect(defaultDocuments('service')).toEqual(['D02', 'D03', 'D04', 'D05', 'D30', 'D31'])
})
