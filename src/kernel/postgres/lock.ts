import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { SetupError } from '../setup-error.ts'
import { processMark } from './processes.ts'

/**
 * Takes a lock that ends with this process, however it ends: the file names the process and when that process began.
 *
 * @param path    the file; its folder must exist
 * @param refusal the Chinese sentence for whoever comes second
 * @returns gives the lock back; safe to call twice
 * @throws SetupError(refusal) while its holder lives, this process included
 */
export function lockFile(path: string, refusal: string): () => void {
  const mine = `${process.pid} ${processMark(process.pid)} ${counter++}`
  const draft = `${path}.${process.pid}.${counter}`
  writeFileSync(draft, mine)
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
