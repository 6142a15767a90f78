import { type ItemDefinition, ruleSets } from '../contract.ts'
import { defaultDocuments, defaultSteps, digestOf, genericForm, promiseExceedsLaw } from '../rules.ts'
import type { AuthoredItem } from './shape.ts'

/**
 * The definition that an authored item makes of the entry it stands on. What the list published stays word for word; what it left open is
 * filled, and marked as authored.
 *
 * @param base the list's own version; null for an entry of the demo area
 */
export function describedOn(base: ItemDefinition | null, { definition, details }: AuthoredItem): ItemDefinition {
  const entry = base ?? { ...blank, ...definition, ruleSet: ruleSets[definition.typeCode ?? '20'] }
  return {
    ...entry,
    documents: base?.documents ?? defaultDocuments(entry.ruleSet),
    ...definition,
    provenance: { ...entry.provenance, ...authoredOrigins(base, definition) },
    details: { base: base === null ? null : digestOf(base).toString('hex'), isDemo: base === null, ...details },
  }
}

/**
 * What an authored item may not say, in Chinese; empty: sound. What a list published is a real organ's word: its names, limits, materials and
 * telephone numbers stay. Only a law may shorten a legal limit, and nobody promises in the name of a real organ.
 *
 * @source 优化营商环境条例 35 (nothing is added to what is published), 36
 */
export function overreach(base: ItemDefinition | null, { definition, details }: AuthoredItem): string[] {
  if (base === null) return missing(definition)
  const { legalLimit, materials, contact } = definition
  const isLawful = details.limits.legal?.from === 'law' && legalLimit !== null
  return [
    ...Object.keys(definition)
      .filter((key) => !mayAdd.has(key) && (!mayFill.has(key) || isFilled(base, key)))
      .map((key) => `不得改动清单已公布的要素：${key}`),
    ...(legalLimit === undefined || (isLawful && !promiseExceedsLaw(base.legalLimit, legalLimit))
      ? []
      : ['法定时限只能依法补充或者缩短']),
    ...(base.materials.length === 0 || namesOf(materials ?? base.materials) === namesOf(base.materials)
      ? []
      : ['不得增减清单已公布的材料']),
    ...(details.fee.isCharged ? ['清单未公布的收费不得描述'] : []),
    ...(contact === undefined ||
    Object.entries(base.contact).every(([key, was]) => was === null || contact[key as keyof typeof contact] === was)
      ? []
      : ['不得改动清单已公布的联系方式']),
  ]
}

/** What no list publishes, and what is checked by itself. Anything else about an entry of a list is not an author's to say. */
const mayAdd = new Set([
  'materials',
  'contact',
  'legalLimit',
  'situations',
  'form',
  'isImmediate',
  'steps',
  'procedures',
  'extension',
  'isJoint',
  'renewal',
  'documents',
  'result',
  'remedy',
])
/** What an author may say where the list says nothing. */
const mayFill = new Set(['audiences', 'conditions'])

function isFilled(base: ItemDefinition, key: string): boolean {
  const value = base[key as keyof ItemDefinition]
  return value !== null && !(Array.isArray(value) && value.length === 0)
}

function missing(definition: AuthoredItem['definition']): string[] {
  const lacking = (['name', 'typeCode', 'areaCode', 'organ', 'materials', 'form', 'steps'] as const).filter(
    (key) => definition[key] === undefined,
  )
  return lacking.map((key) => `演示区域的事项缺要素：${key}`)
}

function namesOf(materials: ItemDefinition['materials']): string {
  return JSON.stringify(materials.map(({ code, name }) => [code, name]))
}

function authoredOrigins(base: ItemDefinition | null, definition: AuthoredItem['definition']): ItemDefinition['provenance'] {
  const { audiences, legalLimit, promisedLimit, conditions, materials, contact, service } = definition
  const written: Record<string, boolean> = {
    audiences: audiences !== undefined,
    limits: legalLimit !== undefined || promisedLimit !== undefined,
    conditions: conditions !== undefined,
    materials: materials !== undefined && (base === null || base.materials.length === 0),
    situations: definition.situations !== undefined,
    form: definition.form !== undefined,
    steps: definition.steps !== undefined,
    documents: definition.documents !== undefined,
    result: definition.result !== undefined,
    contact: contact !== undefined,
    service: service !== undefined,
    remedy: definition.remedy !== undefined,
    fee: true,
  }
  return Object.fromEntries(Object.entries(written).flatMap(([key, is]) => (is ? [[key, 'authored']] : [])))
}

/** What an entry says that says nothing. */
const blank: ItemDefinition = {
  v: 1,
  name: '',
  aliases: [],
  mainName: null,
  typeCode: '20',
  ruleSet: 'service',
  catalogCode: null,
  areaCode: '000000000000',
  organ: { name: '', uscc: null },
  audiences: [],
  themes: [],
  legalLimit: null,
  promisedLimit: null,
  conditions: null,
  materials: [],
  situations: [],
  form: { isGeneric: true, fields: [...genericForm] },
  isImmediate: false,
  steps: [...defaultSteps],
  documents: [],
  result: null,
  fee: null,
  contact: { venue: null, phone: null, complaintPhone: null, coDepartments: null },
  service: {
    online: null,
    offline: null,
    courier: null,
    bookable: null,
    onSiteVisits: null,
    applyUrl: null,
    bookUrl: null,
    platform: null,
  },
  remedy: null,
  provenance: { documents: 'default' },
}
