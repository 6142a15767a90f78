import type pg from 'pg'
import { overheard } from '../case/script.ts'

const largeTable = 2_000 // rows: beyond, nothing is read from end to end

/** Something that is asked for, and what it is called. */
export type Asking = { readonly name: string; readonly ask: () => Promise<unknown> }

/** Where the very statements that are sent while something is asked for would read a large table from end to end. */
export async function scansOf(owner: pg.ClientBase, asked: readonly Asking[]): Promise<string[]> {
  const { rows: large } = await owner.query<{ name: string }>(
    `select relname as name from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace and reltuples > $1`,
    [largeTable],
  )
  const names = new Set(large.map(({ name }) => name))
  const scans: string[] = []
  for (const { name, ask } of asked) {
    const sent = await overheard(() => ask().then(() => {}))
    for (const { text, values } of sent.flat()) {
      if (!/^\s*(select|with|insert|update|delete)\b/i.test(text)) continue
      const { rows } = await owner.query<{ 'QUERY PLAN': string }>(`explain ${text}`, [...values])
      for (const { 'QUERY PLAN': line } of rows) {
        const table = /Seq Scan on (\w+)/.exec(line)?.[1]
        if (table !== undefined && names.has(table)) scans.push(`${name}: ${line.trim()}`)
      }
    }
  }
  return scans
}
