import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import '../src/app/assemble.ts'
import { canonical } from '../src/kernel/canonical.ts'
import { current, type EventRow, hashOf } from '../src/kernel/log/index.ts'
import type { CaseState } from '../src/modules/casework/index.ts'
import { caseStream, registeredActs } from '../src/modules/casework/index.ts'
import { foldAll } from '../src/modules/casework/rules.ts'

/*
 * Events as every kind was written by some release. They are read for ever: events in these files are never changed; new kinds and new
 * versions of a kind add cases. Where a release folds differently (`foldVersion`), only the expected states are written anew.
 */
const folder = new URL('golden/', import.meta.url)
const cases = readdirSync(folder)
  .filter((name) => name.startsWith('case-events-'))
  .sort()
  .flatMap((name) => readFileSync(new URL(name, folder), 'utf8').trimEnd().split('\n'))
  .map((line) => JSON.parse(line) as { events: Record<string, unknown>[]; fold: CaseState })

const rowsOf = (events: Record<string, unknown>[]): EventRow[] =>
  events.map((event) => {
    const { prev_hash, hash, at } = event as { prev_hash: string | null; hash: string; at: string }
    const bytes = { prev_hash: prev_hash === null ? null : Buffer.from(prev_hash, 'hex'), hash: Buffer.from(hash, 'hex') }
    return { ...(event as unknown as EventRow), ...bytes, at: new Date(at) }
  })

test('every kind of event has an example', () => {
  const kinds = new Set(cases.flatMap(({ events }) => events.map((event) => event.kind)))
  expect([...registeredActs().keys()].filter((kind) => !kinds.has(kind))).toEqual([])
})

test('old events keep their hash and chain', () => {
  for (const { events } of cases) {
    let before: Buffer | null = null
    for (const row of rowsOf(events)) {
      expect(hashOf(row).equals(row.hash)).toBe(true)
      expect(row.prev_hash?.toString('hex') ?? null).toBe(before?.toString('hex') ?? null)
      before = row.hash
    }
  }
})

test('old events are folded to the same state, to the byte', () => {
  for (const { events, fold } of cases) {
    const state = foldAll(
      registeredActs(),
      rowsOf(events).map((row) => current(caseStream, row)),
    )
    expect(canonical(state)).toBe(canonical(fold))
  }
})

test('an older body is brought up to date step by step before it is folded', () => {
  const stream = {
    ...caseStream,
    upcasts: { review: [(body: EventRow['body']) => ({ ...body, conclusion: 'grant' }), (body: EventRow['body']) => body] },
  }
  const row = rowsOf(cases[1]?.events ?? []).find((event) => event.kind === 'review')
  if (row === undefined) throw new Error('no review among the examples')
  expect(current(stream, row)).toMatchObject({ v: 3, body: { conclusion: 'grant' } })
  expect(current(stream, { ...row, v: 2 })).toMatchObject({ v: 3, body: row.body })
})
