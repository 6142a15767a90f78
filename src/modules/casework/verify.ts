import { sql } from 'kysely'
import { canonical } from '../../kernel/canonical.ts'
import type { Tx } from '../../kernel/db/index.ts'
import { current, type EventRow, type Findings, isPlain, type StreamLog, type Visit } from '../../kernel/log/index.ts'
import { type DocumentProof, digestsOf, documentProofs } from '../document/index.ts'
import { registeredActs } from './acts.ts'
import type { CaseState, GenericBody } from './case.ts'
import { foldAll, foldVersion } from './rules.ts'
import { caseStream, columnsOf, commitmentOf } from './store.ts'

/** A kept file that is gone or is not what its digest says. */
export type DamagedFile = { readonly fileId: string; readonly caseId: string | null; readonly what: 'missing' | 'changed' }

/**
 * Checks what hangs on the logs of cases: state is the fold, column by column; facts are what events committed to, and none is missing
 * without an `erased` event; materials are what was handed in; numbers lead to their cases; nothing is there that no event put there.
 *
 * Cases whose events are wrong already are left out: what hangs on them cannot be judged.
 *
 * @param damaged kept files that are wrong
 * @returns `visit` for `verifyLog`, and `finish` for what shows only when all logs were read
 */
export function caseChecks(
  tx: Tx,
  found: Findings,
  damaged: readonly DamagedFile[],
): { readonly visit: Visit; finish(): Promise<void> } {
  const files = new Map(damaged.map((file) => [file.fileId, file]))
  const lostStates = new Set<string>()
  const lostFacts = new Map<string, FactPlace>()
  const strayFacts: (FactPlace & { commitment: string | null })[] = []
  const add = (caseId: string, seq: number | null, why: string) =>
    found.add({ stream: caseStream.name, streamId: caseId, seq }, why)

  const visit: Visit = async (batch) => {
    const whole = batch.filter((log) => log.isWhole)
    const ids = whole.map((log) => log.streamId)
    if (ids.length === 0) return
    const states = new Map((await stateRows(tx, ids)).map((row) => [row.case_id, row]))
    const facts = await vaultRows(tx, ids)
    const folded = new Map<string, CaseState>()
    for (const log of whole) {
      const state = foldOf(log)
      if (state === null) add(log.streamId, null, '事件无法推算出办件状态')
      else folded.set(log.streamId, state)
      const row = states.get(log.streamId)
      if (row === undefined) lostStates.add(log.streamId)
      else for (const why of differences(row, state, log)) add(log.streamId, null, why)
    }
    for (const [caseId, why] of await wrongNumbers(tx, folded)) add(caseId, null, why)

    const materials: Material[] = []
    for (const log of whole) {
      const committed = commitmentsOf(log.events)
      for (const row of facts.get(log.streamId) ?? []) {
        const place = { caseId: row.case_id, seq: row.seq, path: row.path }
        const key = `${row.seq}/${row.path}`
        const [expected, commitment] = [committed.get(key), commitmentIn(row)]
        committed.delete(key)
        if (expected === undefined) strayFacts.push({ ...place, commitment })
        else if (expected !== commitment) add(place.caseId, place.seq, `${row.path} 与事件中的承诺值不符`)
        else {
          const material = materialIn(row.path, JSON.parse(row.value))
          if (material !== null) materials.push({ ...place, ...material })
        }
      }
      for (const [key, commitment] of committed) lostFacts.set(commitment, placeOf(log.streamId, key))
    }
    await checkMaterials(tx, materials, files, add)
    const documents = await documentProofs(tx, ids)
    for (const log of whole) checkDocuments(log, documents.get(log.streamId) ?? [], add)
  }

  const finish = async () => {
    for (const stray of strayFacts.concat(await factsWithoutEvent(tx))) {
      const origin = stray.commitment === null ? undefined : lostFacts.get(stray.commitment)
      if (origin !== undefined) continue // moved: told of where it belongs
      if (!found.hasStream(caseStream.name, stray.caseId)) add(stray.caseId, stray.seq, `${stray.path} 没有事件依据`)
    }
    for (const { caseId, seq, path } of lostFacts.values()) add(caseId, seq, `${path} 缺失而没有删除记录`)
    for (const { case_id, origin } of await statesWithoutEvents(tx)) {
      if (origin !== null && lostStates.has(origin)) continue
      if (!found.hasStream(caseStream.name, case_id)) add(case_id, null, '只有状态，没有事件')
    }
    for (const caseId of lostStates) add(caseId, null, '状态缺失')
    for (const row of await strayNumbers(tx)) {
      if (!found.hasStream(caseStream.name, row.case_id)) add(row.case_id, null, `办件编号 ${row.number} 不属于这个办件`)
    }
    for (const { caseId, fileId, what } of files.values()) {
      if (caseId === null) found.addGeneral(`未随办件提交的文件 ${fileId} ${damageNames[what]}`)
      else if (!found.hasStream(caseStream.name, caseId)) add(caseId, null, `文件 ${fileId} ${damageNames[what]}`)
    }
  }
  return { visit, finish }
}

const damageNames = { missing: '缺失', changed: '内容被改动' }

type FactPlace = { readonly caseId: string; readonly seq: number; readonly path: string }

function foldOf(log: StreamLog): CaseState | null {
  try {
    return foldAll(
      registeredActs(),
      log.events.map((event) => current(caseStream, event)),
    )
  } catch {
    return null // an event that no act could have written
  }
}

type StateRow = Omit<ReturnType<typeof columnsOf>, 'fold_version'> & {
  readonly case_id: string
  readonly seq: number
  readonly hash: Buffer
  readonly at: Date
  readonly is_uneven: boolean
  readonly fold_version: number
  readonly fold: string
}

async function stateRows(tx: Tx, ids: readonly string[]): Promise<StateRow[]> {
  const { rows } = await sql<StateRow>`
    select case_id, seq, hash, at, at <> date_trunc('milliseconds', at) as is_uneven, fold_version, fold::text as fold, number, item_code,
      version_id, rule_set, organisation, applicant_id, state, received_on, due_on, promised_on, next_settle_on, place,
      dated_from, dated_until, tightest_on
    from case_state where case_id = any(${ids}::uuid[])`.execute(tx)
  return rows
}

/** Every way in which the cached row of a case is not what its events say. */
export async function differencesOf(tx: Tx, log: StreamLog): Promise<string[]> {
  const [row] = await stateRows(tx, [log.streamId])
  return row === undefined ? ['状态缺失'] : differences(row, foldOf(log), log)
}

/** Every way in which a cached row is not what the events say. A row of an older fold has its head only compared until it is refolded. */
function differences(row: StateRow, state: CaseState | null, { events }: StreamLog): string[] {
  const last = events.at(-1)
  const head = [
    row.seq === last?.seq ? null : 'seq',
    last !== undefined && row.hash.equals(last.hash) ? null : 'hash',
    !row.is_uneven && +row.at === +(last?.at ?? Number.NaN) ? null : 'at',
  ]
  const isOld = row.fold_version > 0 && row.fold_version < foldVersion
  const cached = state === null || isOld ? [] : Object.entries(columnsOf(state))
  const columns = cached.map(([name, value]) => (row[name as keyof StateRow] === value ? null : name))
  const fold = state === null || isOld || isSameJson(row.fold, state) ? null : 'fold'
  return [...head, ...columns, fold].flatMap((name) => (name === null ? [] : [`状态的 ${name} 与事件推算不符`]))
}

/** Whether JSON as the database writes it says exactly this. */
function isSameJson(text: string, value: unknown): boolean {
  return isPlain(text) && canonicalOf(text) === canonical(value)
}

function canonicalOf(text: string): string | null {
  try {
    return canonical(JSON.parse(text))
  } catch {
    return null
  }
}

type FactRow = {
  readonly case_id: string
  readonly seq: number
  readonly path: string
  readonly salt: Buffer
  readonly value: string
}

async function vaultRows(tx: Tx, ids: readonly string[]): Promise<Map<string, FactRow[]>> {
  const { rows } = await sql<FactRow>`
    select case_id, seq, path, salt, value::text as value from case_fact where case_id = any(${ids}::uuid[])`.execute(tx)
  const byCase = new Map<string, FactRow[]>()
  for (const row of rows) byCase.set(row.case_id, [...(byCase.get(row.case_id) ?? []), row])
  return byCase
}

/** What the vault must hold: commitments by `seq/path`, without what was erased. */
function commitmentsOf(events: readonly EventRow[]): Map<string, string> {
  const committed = new Map<string, string>()
  for (const event of events) {
    const body = current(caseStream, event).body as GenericBody & { readonly rows?: readonly { seq: number; path: string }[] }
    for (const [path, commitment] of Object.entries(body.facts ?? {})) committed.set(`${event.seq}/${path}`, commitment)
    if (event.kind === 'erased') for (const row of body.rows ?? []) committed.delete(`${row.seq}/${row.path}`)
  }
  return committed
}

function commitmentIn(row: FactRow): string | null {
  try {
    return isPlain(row.value) ? commitmentOf({ salt: row.salt, value: JSON.parse(row.value) }) : null
  } catch {
    return null
  }
}

function placeOf(caseId: string, key: string): FactPlace {
  const slash = key.indexOf('/')
  return { caseId, seq: Number(key.slice(0, slash)), path: key.slice(slash + 1) }
}

type Material = FactPlace & { readonly fileId: string; readonly digest: string }

/** Facts below this path name a file that was handed in: its id and the digest of its content. */
const materialPrefix = 'material/'

/** The file that a fact stands for, if it stands for one. */
export function materialIn(path: string, value: unknown): { fileId: string; digest: string } | null {
  if (!path.startsWith(materialPrefix)) return null
  const { fileId, digest } = value as { fileId?: string; digest?: string }
  return fileId === undefined || digest === undefined ? null : { fileId, digest }
}

async function checkMaterials(
  tx: Tx,
  materials: readonly Material[],
  damaged: Map<string, DamagedFile>,
  add: (caseId: string, seq: number, why: string) => void,
): Promise<void> {
  const kept = materials.length === 0 ? new Map() : await digestsOf(tx, [...new Set(materials.map((row) => row.fileId))])
  for (const { caseId, seq, path, fileId, digest } of materials) {
    const damage = damaged.get(fileId)
    damaged.delete(fileId)
    if (kept.get(fileId) !== digest) add(caseId, seq, `${path} 的文件登记与提交时不符`)
    else if (damage !== undefined) add(caseId, seq, `${path} 的文件${damageNames[damage.what]}`)
  }
}

/** Documents are those that events issued, with the contents these committed to, until erased. */
function checkDocuments(
  { streamId, events }: StreamLog,
  rows: readonly DocumentProof[],
  add: (caseId: string, seq: number | null, why: string) => void,
): void {
  const left = new Map(rows.map((row) => [row.documentId, row]))
  const erased = new Set(events.flatMap((event) => (event.kind === 'erased' ? (event.body.documents as string[]) : [])))
  for (const event of events) {
    const { document } = current(caseStream, event).body as GenericBody
    if (document === undefined) continue
    const row = left.get(document.documentId)
    left.delete(document.documentId)
    const isIssued = row?.kind === document.kind && row.number === document.number && row.digest === document.digest
    const fits = row?.found === (erased.has(document.documentId) ? null : document.digest)
    if (!isIssued) add(streamId, event.seq, `文书 ${document.documentId} 的登记与事件不符`)
    else if (!fits) add(streamId, event.seq, `文书 ${document.documentId} 的内容与事件中的承诺值不符`)
  }
  for (const documentId of left.keys()) add(streamId, null, `文书 ${documentId} 没有事件依据`)
}

async function wrongNumbers(tx: Tx, folded: ReadonlyMap<string, CaseState>): Promise<[caseId: string, why: string][]> {
  const numbers = Array.from(folded.values(), (state) => state.number)
  const { rows } = await sql<{ number: string; case_id: string }>`
    select number, case_id from case_number where number = any(${numbers})`.execute(tx)
  const caseOf = new Map(rows.map((row) => [row.number, row.case_id]))
  return Array.from(folded)
    .filter(([caseId, { number }]) => caseOf.get(number) !== caseId)
    .map(([caseId]) => [caseId, '办件编号的登记与事件不符'])
}

async function strayNumbers(tx: Tx): Promise<{ number: string; case_id: string }[]> {
  const { rows } = await sql<{ number: string; case_id: string }>`
    select number, case_id from case_number n where not exists (select from case_state s where s.number = n.number)`.execute(tx)
  return rows
}

async function statesWithoutEvents(tx: Tx): Promise<{ case_id: string; origin: string | null }[]> {
  const { rows } = await sql<{ case_id: string; origin: string | null }>`
    select case_id, fold ->> 'caseId' as origin from case_state s
    where not exists (select from case_event e where e.case_id = s.case_id)`.execute(tx)
  return rows
}

async function factsWithoutEvent(tx: Tx): Promise<(FactPlace & { commitment: string | null })[]> {
  const { rows } = await sql<FactRow>`
    select case_id, seq, path, salt, value::text as value from case_fact f
    where not exists (select from case_event e where e.case_id = f.case_id and e.seq = f.seq)`.execute(tx)
  return rows.map((row) => ({ caseId: row.case_id, seq: row.seq, path: row.path, commitment: commitmentIn(row) }))
}
