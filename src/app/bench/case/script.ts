import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { newId } from '../../../kernel/ids.ts'
import type { Now } from '../../../kernel/now.ts'
import { type Lane, takeFile } from './city.ts'

/** What one act sends to the database between begin and commit. */
export type Sent = readonly { readonly text: string; readonly values: readonly unknown[] }[]

/**
 * Listens to every statement that goes to the database while something is done.
 *
 * @returns the statements of each transaction, in order
 */
export async function overheard(work: () => Promise<void>): Promise<Sent[]> {
  const transactions: { text: string; values: readonly unknown[] }[][] = []
  const { query } = pg.Client.prototype
  pg.Client.prototype.query = function listening(this: pg.Client, ...args: never[]) {
    const [first, second] = args as unknown as [string | pg.QueryConfig, unknown[] | undefined]
    const text = typeof first === 'string' ? first : first.text
    const values = (typeof first === 'string' ? second : first.values) ?? []
    if (/^begin|^start transaction/i.test(text)) transactions.push([])
    else if (!/^(commit|rollback)/i.test(text)) transactions.at(-1)?.push({ text, values: [...values] })
    return Reflect.apply(query, this, args)
  } as typeof query
  try {
    await work()
  } finally {
    pg.Client.prototype.query = query
  }
  return transactions
}

/** The acts of one case as prepared statements: what locks the case, and every row that is written; reading is left out. */
export type Script = readonly (readonly Statement[])[]

type Statement = { readonly name: string; readonly text: string; readonly values: readonly Value[] }
/** A value as it was, or a text with holes, or a list of either. */
type Value =
  | { readonly fixed: unknown }
  | { readonly pieces: readonly string[]; readonly holes: readonly Hole[] }
  | { readonly list: readonly Value[] }
/** What is new in every cycle. */
type Hole = string

/** What the recorded cycle named by itself: each becomes a hole. */
export type Named = {
  readonly files: readonly string[]
  readonly number: string
  readonly keys: readonly string[]
  readonly since: Date
}

/** Turns what a cycle sent into a script that can be repeated for other cases. */
export function scriptOf(sent: readonly Sent[], named: Named): Script {
  const found =
    JSON.stringify(sent.map((act) => act.map(({ values }) => values))).match(
      /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g,
    ) ?? []
  const ids = [...new Set(found)].filter((id) => madeAt(id) >= named.since.getTime() && !named.files.includes(id))
  const holes = new Map<string, Hole>([
    ...ids.map((id, i): [string, Hole] => [id, `id${i}`]),
    ...named.files.map((id, i): [string, Hole] => [id, `file${i}`]),
    ...named.keys.map((key, i): [string, Hole] => [key, `key${i}`]),
    [named.number, 'number'],
  ])
  const pattern = new RegExp([...holes.keys()].join('|'), 'g')
  const cut = (value: unknown): Value => {
    if (Array.isArray(value)) return { list: value.map(cut) }
    if (typeof value !== 'string') return { fixed: value }
    const matches = value.match(pattern) ?? []
    return matches.length === 0
      ? { fixed: value }
      : { pieces: value.split(pattern), holes: matches.map((text) => holes.get(text) ?? '') }
  }
  return sent.map((act) =>
    act
      .filter(({ text }) => locks(text) || writes(text))
      .map(({ text, values }) => ({ name: nameOf(text), text, values: values.map(cut) })),
  )
}

/** Does a whole cycle of a script, each act in a transaction of its own. @param onAct told of each act's milliseconds */
export async function replay(pool: pg.Pool, script: Script, lane: Lane, now: Now, onAct: (ms: number) => void): Promise<void> {
  const made = new Map<Hole, string>()
  const fresh = (hole: Hole): string => {
    const known = made.get(hole)
    if (known !== undefined) return known
    const value = hole.startsWith('id')
      ? newId(now.at)
      : hole.startsWith('file')
        ? takeFile(lane)
        : randomBytes(10).toString('hex') // 20 characters, as long as a number of a case and a key
    made.set(hole, value)
    return value
  }
  const fill = (value: Value): unknown => {
    if ('fixed' in value) return value.fixed
    if ('list' in value) return value.list.map(fill)
    let text = value.pieces[0] ?? ''
    for (const [i, hole] of value.holes.entries()) text += fresh(hole) + (value.pieces[i + 1] ?? '')
    return text
  }
  for (const act of script) {
    const startedMs = performance.now()
    const client = await pool.connect()
    try {
      await client.query('begin')
      for (const { name, text, values } of act) await client.query({ name, text, values: values.map(fill) })
      await client.query('commit')
    } finally {
      client.release()
    }
    onAct(performance.now() - startedMs)
  }
}

function locks(text: string): boolean {
  return /\bfor (no key )?update\b/i.test(text)
}

/** Touching the session, once a minute, is no part of an act. */
function writes(text: string): boolean {
  return /^\s*(with\b[\s\S]*\b)?(insert|update|delete)\b/i.test(text) && !/^\s*update session\b/i.test(text)
}

const names = new Map<string, string>()

function nameOf(text: string): string {
  const known = names.get(text) ?? `b${names.size}`
  names.set(text, known)
  return known
}

function madeAt(id: string): number {
  return Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)
}
