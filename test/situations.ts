import type { Tx } from '../src/kernel/db/index.ts'
import { system } from '../src/kernel/http/index.ts'
import type { Now } from '../src/kernel/now.ts'
import { type ItemDefinition, publish } from '../src/modules/catalogue/index.ts'
import { makeItem } from './make-item.ts'

/** The code of an item whose situations decide what is asked for. */
export const situated = 'TEST-SITUATED'

const company = { owner: ['company'] }
const fleet = { owner: ['company'], batch: ['many'] }

/** A permit of the town's transport office: three questions, the last only for companies; materials, fields and limits that depend on them. */
export function situatedItem(change: Partial<ItemDefinition> = {}): ItemDefinition {
  const known = { required: true, requiredKnown: true }
  const short = { required: true, maxLength: 40 }
  return makeItem({
    name: '车辆运行许可（情形示例）',
    situations: [
      { code: 'fuel', question: '车辆使用哪种能源', answers: pairs({ petrol: '燃油', electric: '电力' }) },
      { code: 'owner', question: '车辆归谁所有', answers: pairs({ self: '本人', company: '单位' }) },
      { code: 'batch', question: '一次申请几辆', answers: pairs({ one: '一辆', many: '多辆' }), when: company },
    ],
    limitsWhen: [
      {
        when: { fuel: ['electric'] },
        legalLimit: { days: 10, unit: 'workday' },
        promisedLimit: { days: 3, unit: 'workday' },
      },
    ],
    materials: [
      { code: 'M01', name: '居民身份证', ...known },
      { code: 'M02', name: '营业执照', ...known, source: 'licence', when: company },
      { code: 'M03', name: '动力电池检测报告', ...known, when: { fuel: ['electric'] } },
      { code: 'M04', name: '车辆清单', ...known, when: fleet },
      { code: 'M05', name: '补充说明', required: false, requiredKnown: true },
    ],
    form: {
      isGeneric: false,
      fields: [
        { code: 'phone', label: '联系电话', type: 'phone', ...short },
        { code: 'plate', label: '号牌', type: 'text', ...short, when: { owner: ['self'] } },
        { code: 'count', label: '车辆数', type: 'number', ...short, when: fleet },
        { code: 'use', label: '用途', type: 'choice', ...short, options: pairs({ goods: '货运', people: '客运' }) },
        { code: 'since', label: '启用日期', type: 'date', required: false, maxLength: 10 },
      ],
    },
    ...change,
  })
}

/** What it publishes for each of its situations, written out by hand. */
export const published: readonly {
  answers: Record<string, string>
  fields: string
  materials: string
  legalDays: number
}[] = [
  { answers: { fuel: 'petrol', owner: 'self' }, fields: 'phone plate use since', materials: 'M01 M05', legalDays: 20 },
  { answers: { fuel: 'electric', owner: 'self' }, fields: 'phone plate use since', materials: 'M01 M03 M05', legalDays: 10 },
  {
    answers: { fuel: 'petrol', owner: 'company', batch: 'one' },
    fields: 'phone use since',
    materials: 'M01 M02 M05',
    legalDays: 20,
  },
  {
    answers: { fuel: 'petrol', owner: 'company', batch: 'many' },
    fields: 'phone count use since',
    materials: 'M01 M02 M04 M05',
    legalDays: 20,
  },
  {
    answers: { fuel: 'electric', owner: 'company', batch: 'one' },
    fields: 'phone use since',
    materials: 'M01 M02 M03 M05',
    legalDays: 10,
  },
  {
    answers: { fuel: 'electric', owner: 'company', batch: 'many' },
    fields: 'phone count use since',
    materials: 'M01 M02 M03 M04 M05',
    legalDays: 10,
  },
]

/** Answers to the fields of a situation. */
export function formFor(fields: string): Record<string, string> {
  const all: Record<string, string> = { phone: '13800000000', plate: '粤A12345', count: '3', use: 'goods' }
  return Object.fromEntries(Object.entries(all).filter(([code]) => fields.split(' ').includes(code)))
}

/** Publishes it. */
export async function publishSituated(tx: Tx, now: Now, definition = situatedItem()): Promise<void> {
  const publication = { code: situated, definition, effectiveAt: now.at, source: '测试', approval: '测试' }
  await publish(tx, publication, system, now)
}

function pairs(labels: Record<string, string>): { code: string; label: string }[] {
  return Object.entries(labels).map(([code, label]) => ({ code, label }))
}
