import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gone, isServerOf } from './processes.ts'

/** A server that runs on a folder, as its own file of particulars tells. */
export type RunningPostgres = { readonly pid: number; readonly socketDir: string }

/** The server now running on the data folder, whoever started it. */
export function findPostgres(dataDir: string): RunningPostgres | null {
  const cluster = join(dataDir, 'pg')
  try {
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
