import type { Dice } from '../tamper/flip.ts'
import type { World } from './world.ts'

/** A schema of the document, as far as a guesser reads it. */
export type Schema = {
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
  readonly items?: Schema
  readonly minItems?: number
  readonly maxItems?: number
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly pattern?: string
  readonly format?: string
}

/** A value that the schema would let in, mostly; known values where the name of the field asks for one. */
export function sample(schema: Schema, name: string, rng: Dice, world: World): unknown {
  const known = world.known[name]
  if (known !== undefined && known.length > 0 && rng.below(10) < 7) return rng.pick(known)
  if (schema.const !== undefined) return schema.const
  if (schema.enum !== undefined) return rng.pick(schema.enum)
  if (schema.anyOf !== undefined) return sample(rng.pick(schema.anyOf), name, rng, world)
  const type = typeof schema.type === 'string' ? schema.type : (schema.type?.[0] ?? 'object')
  switch (type) {
    case 'string':
      return textOf(schema, rng, world)
    case 'integer':
    case 'number':
      return (schema.minimum ?? 0) + rng.below(Math.max(1, Math.min(1_000, (schema.maximum ?? 1_000) - (schema.minimum ?? 0))))
    case 'boolean':
      return rng.below(2) === 0
    case 'array': {
      const length = Math.min((schema.minItems ?? 0) + rng.below(3), schema.maxItems ?? 3)
      return Array.from({ length }, () => sample(schema.items ?? {}, name, rng, world))
    }
    case 'null':
      return null
    default:
      return objectOf(schema, rng, world)
  }
}

function objectOf(schema: Schema, rng: Dice, world: World): object {
  const members = Object.entries(schema.properties ?? {}).flatMap(([key, inner]): [string, unknown][] =>
    schema.required?.includes(key) === true || rng.below(2) === 0 ? [[key, sample(inner, key, rng, world)]] : [],
  )
  if (typeof schema.additionalProperties === 'object') {
    for (const name of ['contactName', 'contactPhone', 'request']) if (rng.below(10) > 0) members.push([name, '13800000000'])
    if (rng.below(10) === 0) members.push(['form/contactPhone', '13900000000'])
  }
  return Object.fromEntries(members)
}

function textOf(schema: Schema, rng: Dice, world: World): string {
  if (schema.pattern?.startsWith('^[0-9a-f]{8}-') === true) return rng.pick(world.known.id ?? [''])
  if (schema.pattern?.startsWith('^[0-9]{4}-') === true)
    return rng.pick<string>(['2026-03-02', '2026-11-23', '2024-02-29', '2026-02-30', '9999-12-31', '0001-01-01'])
  const length = Math.max(schema.minLength ?? 0, rng.below(Math.min(30, schema.maxLength ?? 30) + 1))
  return Array.from({ length }, () => rng.pick([...'一二三人证许可abcxyz0189 -'])).join('')
}

/** Values that break programs. Those that JSON cannot say are written with a mark that `rawOf` replaces. */
export const nasty: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  2 ** 31,
  Number.MAX_SAFE_INTEGER,
  mark('9007199254740993'),
  mark('1e400'),
  mark('-0'),
  mark('-1e-400'),
  mark('123456789012345678901234567890'),
  mark('"\\ud800"'),
  mark('"\\u0000"'),
  mark('"\\udc00\\ud800"'),
  '',
  ' ',
  '\u202e',
  '\ufeff',
  '𠮷',
  '\u0007',
  "'; drop table case_event; --",
  '%s%n%x',
  '{{7*7}}',
  '<script>alert(1)</script>',
  '../../../../etc/passwd',
  'constructor',
  '__proto__',
  'x'.repeat(300),
  '汉'.repeat(20_000),
  [],
  {},
  [[[]]],
  [null],
  { length: 1 },
  { toString: 1 },
  'NaN',
  '1',
  '2026-02-30',
  '0000-00-00',
]

/** Text that stands in the body as it is, without quotes. */
function mark(text: string): string {
  return `\u0001${Buffer.from(text).toString('hex')}\u0001`
}

/** JSON with the marks replaced by what they stand for. */
export function rawOf(value: unknown): string {
  return JSON.stringify(value).replace(/"\\u0001([0-9a-f]+)\\u0001"/g, (_whole, hex: string) =>
    Buffer.from(hex, 'hex').toString(),
  )
}

const nastyKeys = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'x', '', '汉'.repeat(200), '\u0000']

/** A copy with one thing wrong: a value replaced, a member gone, another one too many, everything wrapped. */
export function mutated(value: unknown, rng: Dice): unknown {
  if (value !== null && typeof value === 'object' && Object.keys(value).length > 0 && rng.below(4) > 0) {
    const keys = Object.keys(value)
    const key = rng.pick(keys)
    if (Array.isArray(value)) {
      const at = Number(key)
      return rng.below(4) === 0 ? [...value, ...value] : value.map((item, i) => (i === at ? mutated(item, rng) : item))
    }
    const members = Object.entries(value)
    switch (rng.below(5)) {
      case 0:
        return withMembers(members.filter(([name]) => name !== key))
      case 1:
        return withMembers([...members, [rng.pick(nastyKeys), rng.pick(nasty)]])
      default:
        return withMembers(members.map(([name, item]) => [name, name === key ? mutated(item, rng) : item]))
    }
  }
  if (rng.below(30) === 0) return nested(rng.pick([20, 40, 5_000]))
  return rng.pick(nasty)
}

/** As JSON.parse makes objects: `__proto__` is a member like any other. */
function withMembers(members: readonly (readonly [string, unknown])[]): object {
  const made = {}
  for (const [name, value] of members)
    Object.defineProperty(made, name, { value, enumerable: true, configurable: true, writable: true })
  return made
}

function nested(depth: number): string {
  return mark(`${'['.repeat(depth)}1${']'.repeat(depth)}`)
}
