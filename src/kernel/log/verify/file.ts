import { existsSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { type CheckpointLine, checkpointHash, type Leaf, leafBytes } from '../checkpoint.ts'
import { rootOf } from '../merkle.ts'
import { isSignedBy, keyIdOf } from '../signer.ts'
import type { Findings } from './findings.ts'

/** How long the file is now; what is appended later belongs to checkpoints after any snapshot taken from here on. */
export function sizeOf(path: string): number {
  return existsSync(path) ? statSync(path).size : 0
}

/** The lines of a file between two byte offsets; the last one may be unfinished. Holds one line at a time. */
export async function* linesOf(path: string, from: number, to: number): AsyncGenerator<{ text: string; isFinished: boolean }> {
  if (from >= to) return
  const file = await open(path, 'r')
  try {
    let rest: Buffer[] = []
    for (let at = from; at < to; ) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(Math.min(chunkBytes, to - at)), 0, undefined, at)
      if (bytesRead === 0) break
      at += bytesRead
      let chunk = buffer.subarray(0, bytesRead)
      for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10)) {
        yield { text: Buffer.concat([...rest, chunk.subarray(0, end)]).toString(), isFinished: true }
        rest = []
        chunk = chunk.subarray(end + 1)
      }
      if (chunk.length > 0) rest.push(chunk)
    }
    if (rest.length > 0) yield { text: Buffer.concat(rest).toString(), isFinished: false }
  } finally {
    await file.close()
  }
}

const chunkBytes = 1 << 20

/**
 * Reads a line that proves itself: written as we write it, its root over its leaves, its hash over what it says, signed.
 *
 * @param publicKey PEM; null leaves the signature unchecked
 * @returns null for anything else
 */
export function findSoundLine(text: string, publicKey: string | null): CheckpointLine | null {
  try {
    const { n, from, to, root, at, prev, hash, key, signature, leaves } = JSON.parse(text) as CheckpointLine
    const line: CheckpointLine = { n, from, to, root, at, prev, hash, key, signature, leaves }
    const isSound =
      JSON.stringify(line) === text &&
      [root, prev ?? '', hash, key, signature].every((hex) => /^[0-9a-f]*$/.test(hex)) &&
      new Date(at).toISOString() === at &&
      leaves.length === to - from + 1 &&
      rootOf(leavesOf(line).map(leafBytes)).toString('hex') === root &&
      hashOfLine(line).toString('hex') === hash &&
      (publicKey === null ||
        (key === keyIdOf(publicKey) && isSignedBy(publicKey, Buffer.from(hash, 'hex'), Buffer.from(signature, 'hex'))))
    return isSound ? line : null
  } catch {
    return null // damaged so that it cannot even be read
  }
}

/** The leaves of a line with their positions. */
export function leavesOf(line: CheckpointLine): Leaf[] {
  return line.leaves.map(([stream, streamId, seq, hash], i) => ({ position: line.from + i, stream, streamId, seq, hash }))
}

function hashOfLine(line: CheckpointLine): Buffer {
  return checkpointHash({
    n: line.n,
    from_position: line.from,
    to_position: line.to,
    root: Buffer.from(line.root, 'hex'),
    at: new Date(line.at),
    prev_hash: line.prev === null ? null : Buffer.from(line.prev, 'hex'),
  })
}

/** Watches, line by line, whether every checkpoint stands in the file once and in its place. */
export type FileOrder = {
  readonly seen: ReadonlySet<number>
  /** A line begins; the one before it was no checkpoint and not torn by a crash either. */
  next(wasBad: boolean): void
  /** Takes note of a sound line. @returns false when its number was there before */
  isNew(n: number): boolean
  unfinished(text: string): void
  unfinishedBytes(): number
  /** The number read last. */
  last(): number
  /** Tells what was wrong. @param without numbers of checkpoints in the table that have no line */
  close(without: readonly number[], found: Findings): void
}

export function fileOrder(): FileOrder {
  const seen = new Set<number>()
  const order: number[] = []
  const bad: { at: number; before: number }[] = []
  const twice: number[] = []
  let [at, rest] = [0, 0]
  return {
    seen,
    next: (wasBad) => {
      if (wasBad) bad.push({ at, before: order.length })
      at += 1
    },
    isNew: (n) => {
      const isNew = !seen.has(n)
      if (isNew) order.push(n)
      else twice.push(at)
      seen.add(n)
      return isNew
    },
    unfinished: (text) => {
      rest = Buffer.byteLength(text)
    },
    unfinishedBytes: () => rest,
    last: () => order.at(-1) ?? 0,
    close: (without, found) => {
      const sorted = Float64Array.from(order).sort()
      for (const [i, n] of order.entries()) if (n !== sorted[i]) found.addCheckpoint(n, '在文件中的次序不对')
      for (const line of twice) found.addGeneral(`检查点文件第 ${line} 行重复`)
      const known = new Set(without)
      const most = Math.max(sorted.at(-1) ?? 0, without.at(-1) ?? 0)
      const gone = (n: number) => !seen.has(n)
      for (let n = 1; n <= most; n++) if (gone(n) && !known.has(n)) found.addCheckpoint(n, '表和文件中都没有')
      for (const line of bad) {
        const [before, after] = [order[line.before - 1] ?? 0, order[line.before] ?? most + 1]
        const isMissing = after > before + 1 // the checkpoint that stood here is told of by its number
        if (!isMissing) found.addGeneral(`检查点文件第 ${line.at} 行不是检查点`)
      }
    },
  }
}
