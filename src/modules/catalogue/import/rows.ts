import { type ItemDefinition, type Limit, type Origin, ruleSets, type TypeCode } from '../contract.ts'
import { defaultDocuments, defaultSteps, genericForm } from '../rules.ts'
import { oddities31, odditiesLocal, typeFrom } from './codes.ts'
import { type Fields, fieldsOf } from './fields.ts'

/** What a row of a list became: an item, with what is odd about it; or the reasons why it is none. */
export type Read =
  | { readonly code: string; readonly definition: ItemDefinition; readonly warnings: readonly string[] }
  | { readonly code: string | null; readonly faults: readonly string[] }

/** Reads a line of a list: Guangdong's form has a `taskCode`, Guang'an's an `itemCode`. */
export function readRow(text: string): Read {
  const row = parsed(text)
  if (row === null) return { code: null, faults: ['不是一个 JSON 对象'] }
  const fields = fieldsOf(row)
  const [isGuangdong, isGuangan] = [fields.has('taskCode'), fields.has('itemCode')]
  if (isGuangdong === isGuangan)
    return { code: null, faults: [isGuangdong ? '同时有 taskCode 和 itemCode' : '既没有 taskCode 也没有 itemCode'] }
  return isGuangdong ? guangdong(fields) : guangan(fields)
}

/** Guangdong's form: names, limits, conditions, names of materials, places and telephone numbers. */
function guangdong(fields: Fields): Read {
  const code = readCode(fields, 'taskCode')
  const common = readCommon(fields, { '01': '01', '05': '05', '07': '07', '08': '08', '09': '09', '20': '10', '21': '20' })
  const catalogCode = fields.findText('catalogCode', 64)
  const materials = fields.texts('materials', 200, 500)
  const conditions = fields.findText('acceptConditions', 20_000)
  const definition: ItemDefinition = {
    ...common,
    aliases: fields.texts('aliases', 50, 200),
    mainName: fields.findText('parentName', 500),
    catalogCode,
    audiences: fields.texts('audiences', 7, 20).flatMap((name) => audienceOf(name, fields)),
    themes: fields.texts('themes', 50, 50),
    legalLimit: limitOf(fields, 'legalDays', 'legalUnit'),
    promisedLimit: limitOf(fields, 'promisedDays', 'promisedUnit'),
    conditions,
    materials: materials.map((name, at) => ({
      code: `M${String(at + 1).padStart(2, '0')}`,
      name,
      required: true,
      requiredKnown: false,
    })),
    contact: {
      venue: fields.findText('venue', 1_000),
      phone: fields.findText('phone', 1_000),
      complaintPhone: fields.findText('complaintPhone', 1_000),
      coDepartments: fields.findText('coDepts', 1_000),
    },
    service: {
      online: fields.findBoolean('onlineApply'),
      offline: fields.findBoolean('hasOfflineWindow'),
      courier: fields.findBoolean('courier'),
      bookable: fields.findBoolean('bookable'),
      onSiteVisits: fields.findInteger('onSiteVisits', 0, 99),
      applyUrl: fields.findText('applyUrl', 2_000),
      bookUrl: fields.findText('bookUrl', 2_000),
      platform: fields.findText('platform', 200),
    },
  }
  return read(fields, code, definition, oddities31(code, common.organ.uscc, catalogCode))
}

/** Guang'an's form: names and codes alone. What it does not publish stays empty. */
function guangan(fields: Fields): Read {
  const code = readCode(fields, 'itemCode')
  const common = readCommon(fields, { '1': '01', '5': '05', '7': '07', '8': '08', '9': '09', '10': '10', '20': '20' })
  const definition: ItemDefinition = {
    ...common,
    aliases: [],
    mainName: fields.findText('mainItem', 500),
    catalogCode: fields.findText('rightsCode', 64),
    audiences: [],
    themes: [],
    legalLimit: null,
    promisedLimit: null,
    conditions: null,
    materials: [],
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
  }
  return read(fields, code, definition, odditiesLocal(code, common.areaCode))
}

function read(fields: Fields, code: string, definition: ItemDefinition, warnings: readonly string[]): Read {
  if (fields.faults.length > 0) return { code: code === '' ? null : code, faults: [...new Set(fields.faults)] }
  return { code, definition: { ...definition, provenance: provenanceOf(definition) }, warnings }
}

/** What both forms say in the same words, and what the product adds where a list says nothing. */
function readCommon(fields: Fields, dialect: Readonly<Record<string, TypeCode>>) {
  const name = fields.text('name', 500)
  const areaCode = fields.text('areaCode', 12)
  if (areaCode !== '' && !/^[0-9]{12}$/.test(areaCode)) fields.faults.push('areaCode 应当是 12 位数字')
  const typeCode = readType(fields, dialect)
  const ruleSet = ruleSets[typeCode]
  const uscc = fields.findText('uscc', 64)
  return {
    v: 1 as const,
    name,
    typeCode,
    ruleSet,
    areaCode,
    organ: { name: fields.text('dept', 200), uscc: uscc !== null && /^[0-9A-Z]{18}$/.test(uscc) ? uscc : null },
    situations: [],
    form: { isGeneric: true, fields: [...genericForm] },
    isImmediate: false,
    steps: [...defaultSteps],
    documents: defaultDocuments(ruleSet),
    result: null,
    fee: null,
    remedy: null,
    provenance: {},
  }
}

function readCode(fields: Fields, key: string): string {
  const code = fields.text(key, 64)
  if (code !== '' && !/^[\x21-\x7e]+$/.test(code)) fields.faults.push(`${key} 只能是不含空格的字母、数字和符号`)
  return code
}

function readType(fields: Fields, dialect: Readonly<Record<string, TypeCode>>): TypeCode {
  const digits = fields.text('typeCode', 2)
  const name = fields.findText('type', 20)
  const type = typeFrom(digits, name, dialect)
  if (type === null && digits !== '')
    fields.faults.push(`事项类型 ${digits}${name === null ? '' : `“${name}”`} 不认识、自相矛盾或不属于依申请事项`)
  return type ?? '10'
}

function limitOf(fields: Fields, daysKey: string, unitKey: string): Limit | null {
  const days = fields.findInteger(daysKey, 1, 3_660)
  const name = fields.findText(unitKey, 10)
  if (days === null) return null
  const unit = name === null ? undefined : units.get(name)
  if (unit === undefined) fields.faults.push(`${unitKey} 不是认识的时限单位`)
  return { days, unit: unit ?? 'day' }
}

function audienceOf(name: string, fields: Fields): string[] {
  const code = audiences.get(name)
  if (code === undefined) fields.faults.push(`不认识服务对象“${name}”`)
  return code === undefined ? [] : [code]
}

const units = new Map<string, Limit['unit']>([
  ['工作日', 'workday'],
  ['自然日', 'day'],
  ['日', 'day'],
  ['天', 'day'],
  ['月', 'month'],
  ['个月', 'month'],
])

/** @source C0109.2 服务对象 */
const audiences = new Map([
  ['自然人', '1'],
  ['企业法人', '2'],
  ['事业法人', '3'],
  ['社会组织法人', '4'],
  ['非法人企业', '5'],
  ['行政机关', '6'],
  ['其他组织', '9'],
])

function provenanceOf(definition: ItemDefinition): ItemDefinition['provenance'] {
  const { audiences, legalLimit, promisedLimit, conditions, materials, contact, service } = definition
  const published: Record<string, boolean> = {
    audiences: audiences.length > 0,
    limits: legalLimit !== null || promisedLimit !== null,
    conditions: conditions !== null,
    materials: materials.length > 0,
    contact: Object.values(contact).some((value) => value !== null),
    service: Object.values(service).some((value) => value !== null),
  }
  const origins = Object.entries(published).flatMap(([name, is]): [string, Origin][] => (is ? [[name, 'published']] : []))
  return { ...Object.fromEntries(origins), form: 'default', steps: 'default', documents: 'default' }
}

function parsed(text: string): object | null {
  try {
    const row: unknown = JSON.parse(text)
    return typeof row === 'object' && row !== null && !Array.isArray(row) ? row : null
  } catch {
    return null
  }
}
