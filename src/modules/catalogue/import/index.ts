import { type Database, type Tx, transaction } from '../../../kernel/db/index.ts'
import type { By } from '../../../kernel/http/index.ts'
import { newId } from '../../../kernel/ids.ts'
import type { Now } from '../../../kernel/now.ts'
import { Refusal } from '../../../kernel/refusal.ts'
import type { ItemDefinition } from '../contract.ts'
import { digestOf } from '../rules.ts'
import { type Checked, check, publishAll } from '../service.ts'
import * as store from '../store.ts'
import { lockList } from '../topics.ts'
import { type Line, linesOf } from './lines.ts'
import { missingOrgans } from './organs.ts'
import { readRow } from './rows.ts'

/** What became of a file's rows. `read` is the sum of the four after it. */
export type ImportCounts = { read: number; added: number; changed: number; unchanged: number; refused: number; warned: number }

/** Something to say about a row: why it was refused, or what is odd about it. Chinese. */
export type RowNotice = { readonly line: number; readonly code: string | null; readonly reasons: readonly string[] }

/**
 * Imports a list of items, NDJSON in Guangdong's or Guang'an's form. A row that is new or changed becomes a version in force from now on; a
 * row already there unchanged makes none. Works in batches, each committed by itself: broken off, it is simply run again and goes on, as what
 * is there counts as unchanged. Holds one batch in memory, whatever the size of the file.
 *
 * @param options.source    name of the list, kept with each version beside the line
 * @param options.approval  who approved the list or published it
 * @param options.onRefused told of each refused row as it is met
 * @param options.onWarned  told of each row that was taken although something about it is odd
 */
export async function importItems(
  database: Database,
  stream: AsyncIterable<Uint8Array>,
  options: {
    source: string
    approval: string
    by: By
    now: Now
    onRefused: (notice: RowNotice) => void
    onWarned: (notice: RowNotice) => void
  },
): Promise<ImportCounts> {
  const counts: ImportCounts = { read: 0, added: 0, changed: 0, unchanged: 0, refused: 0, warned: 0 }
  const runId = newId(options.now.at)
  const organs = missingOrgans()

  function refuse(notice: RowNotice): void {
    counts.refused += 1
    options.onRefused(notice)
  }

  async function finish(lines: readonly Line[]): Promise<void> {
    counts.read += lines.length
    const rows = lines.flatMap((line) => sound(line, options.now, refuse))
    const outcome = await transaction(database, async (tx) => {
      const warnings = await organs.add(
        tx,
        rows.map(({ definition }) => definition),
      )
      return { ...(await take(tx, runId, rows, options)), warnings }
    })
    counts.added += outcome.added
    counts.changed += outcome.changed
    counts.unchanged += outcome.unchanged
    outcome.refused.forEach(refuse)
    for (const { line, code, warnings } of rows) {
      if (warnings.length === 0) continue
      counts.warned += 1
      options.onWarned({ line, code, reasons: warnings })
    }
    for (const reasons of outcome.warnings) options.onWarned({ line: lines[0]?.no ?? 0, code: null, reasons: [reasons] })
  }

  let batch: Line[] = []
  for await (const line of linesOf(stream)) {
    batch.push(line)
    if (batch.length < batchSize) continue
    await finish(batch)
    batch = []
  }
  await finish(batch)
  await transaction(database, (tx) => store.forgetImport(tx, runId))
  return counts
}

const batchSize = 500

type Row = { line: number; code: string; definition: ItemDefinition; digest: Buffer; warnings: readonly string[] }

/** A line as a row that may be published, or nothing and a refusal. */
function sound(line: Line, now: Now, refuse: (notice: RowNotice) => void): Row[] {
  if ('fault' in line) return no(refuse, line.no, null, [line.fault])
  const row = readRow(line.text)
  if ('faults' in row) return no(refuse, line.no, row.code, row.faults)
  const { code, definition, warnings } = row
  try {
    check({ definition, effectiveAt: now.at }, now)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return no(refuse, line.no, code, [error.kind.message(error.facts)])
  }
  return [{ line: line.no, code, definition, digest: digestOf(definition), warnings }]
}

function no(refuse: (notice: RowNotice) => void, line: number, code: string | null, reasons: readonly string[]): Row[] {
  refuse({ line, code, reasons })
  return []
}

/** Publishes what is new or changed of a batch. A code that stands twice with different content is refused the second time. */
async function take(
  tx: Tx,
  runId: string,
  rows: readonly Row[],
  { source, approval, by, now }: { source: string; approval: string; by: By; now: Now },
): Promise<{ added: number; changed: number; unchanged: number; refused: RowNotice[] }> {
  const first = new Map<string, Row>()
  for (const row of rows) if (!first.has(row.code)) first.set(row.code, row)
  await lockList(tx)
  const before = await store.noteImported(tx, runId, [...first.values()])
  const items = await itemsFor(tx, [...first.keys()], now)

  const outcome = { added: 0, changed: 0, unchanged: 0, refused: [] as RowNotice[] }
  const publish: Checked[] = []
  for (const row of rows) {
    const { code, line, definition, digest } = row
    const item = items.get(code)
    if (item === undefined) throw new Error(`item ${code} was not added`)
    const firstRow = first.get(code)
    const firstLine = before.get(code) ?? firstRow?.line ?? line
    const known = firstRow === row || before.has(code) ? item.listedDigest : (firstRow?.digest ?? null)
    if (known?.equals(digest)) outcome.unchanged += 1
    else if (firstLine !== line) outcome.refused.push({ line, code, reasons: [`与第 ${firstLine} 行编码相同而内容不同`] })
    else if (item.effectiveAt !== null && item.effectiveAt > now.at)
      outcome.refused.push({ line, code, reasons: ['这个事项已有尚未生效的更新版本'] })
    else {
      outcome[item.no === 0 ? 'added' : 'changed'] += 1
      publish.push({ code, definition, digest, item, effectiveAt: now.at, source: `${source}:${line}`, approval })
    }
  }
  if (publish.length > 0) await publishAll(tx, publish, by, now)
  return outcome
}

/** The items under these codes, locked; new ones are added. */
async function itemsFor(tx: Tx, codes: readonly string[], now: Now): Promise<Map<string, store.Item>> {
  const known = new Set((await store.lockItems(tx, codes)).map(({ code }) => code))
  const fresh = codes.filter((code) => !known.has(code)).sort()
  if (fresh.length > 0)
    await store.insertItems(
      tx,
      fresh.map((code) => ({ itemId: newId(now.at), code })),
    )
  const items = await store.lockItems(tx, codes)
  return new Map(items.map((item) => [item.code, item]))
}
