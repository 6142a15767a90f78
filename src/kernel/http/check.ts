import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import { Refusal } from '../refusal.ts'
import { BadShape, Unreadable } from './refusals.ts'

const deepest = 32

/**
 * Refuses what no schema can see: NUL and lone surrogates, which PostgreSQL cannot keep; numbers that are not exact integers,
 * which jsonb would round; nesting without end.
 */
export function checkValues(value: unknown, at = '', depth = 0): void {
  if (depth > deepest) throw bad(at, '嵌套过深')
  if (typeof value === 'string') checkText(value, at)
  else if (typeof value === 'number' && !Number.isSafeInteger(value)) throw bad(at, '应为不超过 2^53 的整数')
  else if (Array.isArray(value)) for (const [i, item] of value.entries()) checkValues(item, `${at}/${i}`, depth + 1)
  else if (value !== null && typeof value === 'object') {
    for (const [key, item] of Object.entries(value)) {
      checkText(key, at)
      checkValues(item, `${at}/${key}`, depth + 1)
    }
  }
}

function checkText(text: string, at: string): void {
  if (text.includes('\0') || !text.isWellFormed()) throw bad(at, '含有无法保存的字符')
}

/** Text of a request body. @throws Refusal(Unreadable) when it is not UTF-8 */
export function decodeUtf8(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Refusal(Unreadable, {})
  }
}

/** Two checkers: bodies are taken as they are, addresses and queries are text and may become numbers. */
const strict = new Ajv({ allErrors: true, coerceTypes: false, removeAdditional: false, useDefaults: true, strict: false })
const fromText = new Ajv({ allErrors: true, coerceTypes: 'array', removeAdditional: false, useDefaults: true, strict: false })

/** Compiles the check of one part of a request. */
export function compileCheck(schema: object, part: string): ValidateFunction {
  return (part === 'body' ? strict : fromText).compile(schema)
}

/** A refusal that names every place that is wrong, in Chinese, without repeating what was sent. */
export function shapeRefusal(errors: readonly ErrorObject[]): Refusal {
  const problems = errors.filter((error) => error.keyword !== 'anyOf' && error.keyword !== 'oneOf').slice(0, 20)
  return new Refusal(BadShape, { problems: (problems.length > 0 ? problems : errors.slice(0, 1)).map(problemOf) })
}

function problemOf(error: ErrorObject): { at: string; problem: string } {
  const at = error.instancePath.slice(0, 100)
  const limit = (error.params as { limit?: number }).limit
  switch (error.keyword) {
    case 'required':
      return { at: `${at}/${(error.params as { missingProperty: string }).missingProperty}`, problem: '缺失' }
    case 'additionalProperties':
      return { at: at || '/', problem: '含有不认识的字段' }
    case 'type':
      return { at, problem: '类型不对' }
    case 'maxLength':
    case 'maxItems':
      return { at, problem: `超过上限 ${limit}` }
    case 'minLength':
    case 'minItems':
      return { at, problem: limit === 1 ? '不能为空' : `少于下限 ${limit}` }
    case 'maximum':
      return { at, problem: `不能大于 ${limit}` }
    case 'minimum':
      return { at, problem: `不能小于 ${limit}` }
    case 'enum':
    case 'const':
      return { at, problem: '不在可选范围内' }
    default:
      return { at, problem: '格式不对' }
  }
}

function bad(at: string, problem: string): Refusal<typeof BadShape.facts> {
  return new Refusal(BadShape, { problems: [{ at: at.slice(0, 100) || '/', problem }] })
}
