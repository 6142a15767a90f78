import { sql } from 'kysely'
import type { Tx } from '../../db/index.ts'
import {
  type Checkpoint,
  type CheckpointLine,
  checkpointHash,
  type Found,
  foundBetween,
  type Leaf,
  leafBytes,
  lineOf,
} from '../checkpoint.ts'
import { rootOf } from '../merkle.ts'
import { isSignedBy, keyIdOf } from '../signer.ts'
import type { Stream } from '../stream.ts'
import { type FileOrder, fileOrder, findSoundLine, leavesOf, linesOf } from './file.ts'
import type { Findings } from './findings.ts'

/** What the checkpoints in the table are compared with. */
export type Seals = {
  /** The append-only file. */
  readonly path: string
  /** Its length before the snapshot began. */
  readonly size: number
  /** PEM of the key they are signed with; null when there is none. */
  readonly publicKey: string | null
  /** Gives the running platform time to bring the file up to the table. @returns the length then */
  readonly lookAgain: () => Promise<number>
}

/** What the checkpoints have told. */
export type Sealed = {
  /** The last position under a sound checkpoint. */
  readonly upTo: number
  /** Positions whose row of the order is not the one that was sealed: what it says now accuses nobody. */
  readonly moved: ReadonlySet<number>
}

/**
 * Compares checkpoints in table and file with each other and with the events below them. A line that proves itself names what was
 * sealed, so that what is gone can still be named; where there is none, the root in the table must do.
 */
export async function checkCheckpoints(tx: Tx, streams: readonly Stream[], seals: Seals, found: Findings): Promise<Sealed> {
  const publicKey = await usableKey(tx, seals, found)
  const moved = new Set<number>()
  const lost = new Map<string, number>()
  const file = fileOrder()
  let upTo = 0

  for await (const lines of inGroups(soundLines(seals.path, 0, seals.size, publicKey, file))) {
    const rows = await rowsOf(tx, lines)
    for (const line of lines) {
      const row = rows.get(line.n)
      if (row === undefined) lost.set(line.hash, line.n)
      else if (!isSame(row, line)) found.addCheckpoint(line.n, '表中的记录与文件不符')
      upTo = Math.max(upTo, line.to)
    }
    const [from, to] = [lines[0]?.from ?? 0, lines.at(-1)?.to ?? 0]
    compare(lines.flatMap(leavesOf), await foundBetween(tx, streams, from, to), found, moved)
  }

  const late = await lateLines(tx, file, seals, publicKey)
  const without: number[] = []
  for await (const row of rowsWithout(tx, file.seen)) {
    if (lost.has(row.hash.toString('hex'))) continue // its number was changed: told below, once
    without.push(row.n)
    if (!isSound(row, publicKey)) found.addCheckpoint(row.n, '表中的记录被改动')
    else {
      if (late.get(row.n) !== row.hash.toString('hex')) found.addCheckpoint(row.n, '文件中没有完好的这一行')
      if (!(await coversRoot(tx, streams, row))) found.addCheckpoint(row.n, '与其下的事件不符')
      upTo = Math.max(upTo, row.to_position)
    }
  }
  for (const n of lost.values()) found.addCheckpoint(n, '不在表中')
  file.close(without, found)
  return { upTo, moved }
}

/** The key, unless it is plainly another one than all checkpoints name: then that is the one wrong thing. */
async function usableKey(tx: Tx, { publicKey }: Seals, found: Findings): Promise<string | null> {
  const { rows } = await sql<{ key_id: string }>`select distinct key_id from checkpoint`.execute(tx)
  if (rows.length === 0 || (publicKey !== null && rows.some((row) => row.key_id === keyIdOf(publicKey)))) return publicKey
  found.addGeneral(publicKey === null ? '没有检查点公钥，签名无法核对' : '检查点公钥不是签名所用的那一把')
  return null
}

/** The lines that prove themselves. What a crash tore and was then written anew is no finding. */
async function* soundLines(
  path: string,
  from: number,
  to: number,
  publicKey: string | null,
  file: FileOrder,
): AsyncGenerator<CheckpointLine> {
  let bad: string | null = null
  for await (const { text, isFinished } of linesOf(path, from, to)) {
    file.next(bad !== null && !isTornOf(bad, text))
    bad = null
    const line = findSoundLine(text, publicKey)
    if (line === null) {
      if (isFinished) bad = text
      else file.unfinished(text)
    } else if (file.isNew(line.n)) yield line
  }
  file.next(bad !== null)
}

function isTornOf(torn: string, whole: string): boolean {
  const text = torn.replace(/\0+$/, '') // a power cut may leave zeros
  return text.length > 0 && text.length < whole.length && whole.startsWith(text)
}

const groupLeaves = 20_000

/** Lines that follow one another, together: fewer questions to the database. */
async function* inGroups(lines: AsyncIterable<CheckpointLine>): AsyncGenerator<CheckpointLine[]> {
  let group: CheckpointLine[] = []
  for await (const line of lines) {
    const [first, last] = [group.at(0), group.at(-1)]
    if (first !== undefined && last !== undefined && (line.from !== last.to + 1 || line.to - first.from >= groupLeaves)) {
      yield group
      group = []
    }
    group.push(line)
  }
  if (group.length > 0) yield group
}

/** A row with what the driver does not show: parts of a millisecond. */
type Row = Checkpoint & { readonly is_uneven: boolean }

async function rowsWith(tx: Tx, numbers: readonly number[]): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select *, at <> date_trunc('milliseconds', at) as is_uneven from checkpoint where n = any(${numbers}) order by n`.execute(tx)
  return rows
}

async function rowsOf(tx: Tx, lines: readonly CheckpointLine[]): Promise<Map<number, Row>> {
  const rows = await rowsWith(
    tx,
    lines.map((line) => line.n),
  )
  return new Map(rows.map((row) => [row.n, row]))
}

function isSame(row: Row, { leaves: _, ...line }: CheckpointLine): boolean {
  if (row.is_uneven || !isInstant(row.at)) return false
  const { leaves: __, ...told } = lineOf(row, [])
  return JSON.stringify(told) === JSON.stringify(line)
}

/** Names what was sealed and is not there as it was. */
function compare(leaves: readonly Leaf[], rows: readonly Found[], found: Findings, moved: Set<number>): void {
  const byPosition = new Map(rows.map((row) => [row.position, row]))
  for (const leaf of leaves) {
    const row = byPosition.get(leaf.position)
    if (row === undefined) found.add(leaf, '次序记录缺失')
    else if (row.stream !== leaf.stream || row.streamId !== leaf.streamId || row.seq !== leaf.seq) {
      found.add(leaf, '次序记录被改动')
      moved.add(leaf.position)
    } else if (row.hash === null) found.add(leaf, '事件缺失')
    else if (row.hash !== leaf.hash) found.add(leaf, '与检查点所封存的不符')
  }
}

/** Lines that the running platform wrote after the snapshot began, by number: the newest checkpoints come to the file a moment later. */
async function lateLines(tx: Tx, file: FileOrder, seals: Seals, publicKey: string | null): Promise<Map<number, string>> {
  const { rows } = await sql<{ n: number }>`select n from checkpoint order by n desc limit 1`.execute(tx)
  const late = new Map<number, string>()
  if ((rows[0]?.n ?? 0) <= file.last()) return late
  const size = await seals.lookAgain()
  for await (const { text } of linesOf(seals.path, seals.size - file.unfinishedBytes(), size)) {
    const line = findSoundLine(text, publicKey)
    if (line !== null) late.set(line.n, line.hash)
  }
  return late
}

const page = 5_000

/** Rows of the table whose number has no line. */
async function* rowsWithout(tx: Tx, seen: ReadonlySet<number>): AsyncGenerator<Row> {
  for (let after = Number.MIN_SAFE_INTEGER; ; ) {
    const { rows } = await sql<{ n: number }>`select n from checkpoint where n > ${after} order by n limit ${page}`.execute(tx)
    const wanted = rows.map((row) => row.n).filter((n) => !seen.has(n))
    if (wanted.length > 0) yield* await rowsWith(tx, wanted)
    const last = rows.at(-1)
    if (last === undefined || rows.length < page) return
    after = last.n
  }
}

function isSound(row: Row, publicKey: string | null): boolean {
  return (
    !row.is_uneven &&
    isInstant(row.at) &&
    checkpointHash(row).equals(row.hash) &&
    (publicKey === null || (row.key_id === keyIdOf(publicKey) && isSignedBy(publicKey, row.hash, row.signature)))
  )
}

async function coversRoot(tx: Tx, streams: readonly Stream[], row: Checkpoint): Promise<boolean> {
  const rows = await foundBetween(tx, streams, row.from_position, row.to_position)
  return rootOf(rows.map((found) => leafBytes({ ...found, hash: found.hash ?? '' }))).equals(row.root)
}

/** The driver gives a number for an infinite instant. */
function isInstant(at: unknown): boolean {
  return at instanceof Date && !Number.isNaN(at.getTime())
}
