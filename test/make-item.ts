import type { ItemDefinition } from '../src/modules/catalogue/index.ts'

/** A sound definition of a permit with two materials and both limits, for tests; `change` replaces members. */
export function makeItem(change: Partial<ItemDefinition> = {}): ItemDefinition {
  return {
    v: 1,
    name: '超限运输车辆行驶公路审批',
    aliases: ['大件运输许可'],
    mainName: null,
    typeCode: '01',
    ruleSet: 'permit',
    catalogCode: '440115010001',
    areaCode: '440000000000',
    organ: { name: '广东省交通运输厅', uscc: '11440000006939844R' },
    audiences: ['1', '2'],
    themes: ['交通出行'],
    legalLimit: { days: 20, unit: 'workday' },
    promisedLimit: { days: 5, unit: 'workday' },
    conditions: '车辆所装载货物必须是不可解体的货物。',
    materials: [
      { code: 'M01', name: '居民身份证', required: true, requiredKnown: false },
      { code: 'M02', name: '车辆行驶证', required: true, requiredKnown: false },
    ],
    situations: [],
    form: {
      isGeneric: true,
      fields: [{ code: 'request', label: '申请事由', type: 'longText', required: true, maxLength: 2_000 }],
    },
    isImmediate: false,
    steps: [
      { code: 'review', kind: 'review', name: '审查', notBy: [] },
      { code: 'decide', kind: 'decide', name: '决定', notBy: ['review'] },
    ],
    documents: ['D02', 'D03', 'D04', 'D05', 'D18', 'D19'],
    result: null,
    fee: null,
    contact: { venue: null, phone: null, complaintPhone: null, coDepartments: null },
    service: {
      online: true,
      offline: null,
      courier: null,
      bookable: null,
      onSiteVisits: 0,
      applyUrl: null,
      bookUrl: null,
      platform: null,
    },
    remedy: null,
    provenance: { limits: 'published', materials: 'published', form: 'default', steps: 'default' },
    ...change,
  }
}
