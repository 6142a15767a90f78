import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { SetupError } from '../setup-error.ts'
import { processMark } from './processes.ts'

/**
 * Takes a lock that ends with this process, however it ends: the file names the process and when that process began.
 *
 * @param path    the file; its folder is made when missing
 * @param refusal the Chinese sentence for whoever comes second
 * @returns gives the lock back; safe to call twice
 * @throws SetupError(refusal) while its holder lives, this process included; or when nothing can be written there
 */
export function lockFile(path: string, refusal: string): () => void {
  const mine = `${process.pid} ${processMark(process.pid)} ${counter++}`
  const draft = `${path}.${process.pid}.${counter}`
  write(draft, mine)
  try {
    for (let attempt = 0; attempt < 20; attempt++) {
      try {
        linkSync(draft, path) // fails when somebody holds it; never shows a half-written file
        return () => release(path, mine)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      }
      const held = read(path)
      if (held === null) continue
      if (isAlive(held)) break
      removeStale(path, held)
    }
  } finally {
    rmSync(draft, { force: true })
  }
  throw new SetupError(refusal)
}

/** The living process that holds a lock. */
export function findHolder(path: string): number | null {
  const held = read(path)
  return held !== null && isAlive(held) ? Number(held.split(' ')[0]) : null
}

let counter = 0

/** Two may find the same dead holder at once: what was moved away is looked at again, and put back if it was a new one. */
function removeStale(path: string, stale: string): void {
  const aside = `${path}.${process.pid}.stale`
  try {
    renameSync(path, aside)
    if (readFileSync(aside, 'utf8') !== stale) linkSync(aside, path)
  } catch {
    // somebody else was quicker; the next attempt sees what there is now
  } finally {
    rmSync(aside, { force: true })
  }
}

function write(path: string, text: string): void {
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  } catch (cause) {
    throw new SetupError(
      `目录 ${dirname(path)} 写不进去（${(cause as { code?: string }).code}）：请检查权限和磁盘，或用 YICHUANG_DATA 另指定一个。`,
      { cause },
    )
  }
}

function release(path: string, mine: string): void {
  if (read(path) === mine) rmSync(path, { force: true })
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

function isAlive(held: string): boolean {
  const [pid, mark] = held.split(' ')
  return processMark(Number(pid)) === mark
}
