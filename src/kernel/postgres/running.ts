import { readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { gone, isServerOf } from './processes.ts'

/** A server that runs on a folder, as its own file of particulars tells. */
export type RunningPostgres = { readonly pid: number; readonly socketDir: string }

/** The server now running on the data folder, whoever started it. */
export function findPostgres(dataDir: string): RunningPostgres | null {
  try {
    const cluster = join(realpathSync(dataDir), 'pg')
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
    const pid = Number(lines[0])
    const socketDir = lines[4] ?? ''
    return socketDir !== '' && isServerOf(pid, cluster) ? { pid, socketDir } : null
  } catch {
    return null
  }
}

/** Address of a database of the server behind a socket folder, with all rights unless another user is named. */
export function ownerUrl(socketDir: string, database = 'yichuang', user = 'postgres'): string {
  return `postgres://${user}@/${database}?host=${encodeURIComponent(socketDir)}`
}

/** Waits until a server lets one in; false when `hasEnded` says that it never will, or after `timeoutMs`. */
export async function answers(socketDir: string, hasEnded: () => boolean, timeoutMs = 300_000): Promise<boolean> {
  for (let waitedMs = 0; !hasEnded() && waitedMs < timeoutMs; waitedMs += 15) {
    const client = new pg.Client({ connectionString: ownerUrl(socketDir, 'postgres') })
    client.on('error', () => {}) // the attempt to connect reports it
    try {
      await client.connect()
      await client.end()
      return true
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 15))
    }
  }
  return false
}

/** Ends a server: sessions are cut and rolled back, everything committed is on disk. */
export async function endPostgres(pid: number): Promise<void> {
  for (const [signal, waitMs] of [
    ['SIGINT', 30_000],
    ['SIGQUIT', 10_000],
  ] as const) {
    try {
      process.kill(pid, signal)
    } catch {
      return // already gone
    }
    if (await gone(pid, waitMs)) return
  }
  throw new Error(`PostgreSQL ${pid} does not end`)
}
