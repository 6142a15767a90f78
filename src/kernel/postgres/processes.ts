import { execFileSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'

/**
 * What tells a process from a later one with the same number: the machine's boot and the moment it began, without spaces.
 * Null when no such process lives (a zombie does not).
 */
export function processMark(pid: number): string | null {
  if (!Number.isInteger(pid) || pid <= 0) return null
  try {
    if (process.platform !== 'linux') return ps(pid, 'lstart').replaceAll(/\s+/g, '_')
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ') // the name before it may hold anything
    if (fields[0] === 'Z' || fields[0] === 'X') return null
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${fields[19]}`
  } catch {
    return null
  }
}

/** Whether the process `pid` is a PostgreSQL server on the folder `cluster`. A number used again by another program is not. */
export function isServerOf(pid: number, cluster: string): boolean {
  if (processMark(pid) === null) return false
  try {
    if (process.platform !== 'linux') return ps(pid, 'command').includes(cluster)
    const program = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    return program.includes('postgres') && (program.split('\0').includes(cluster) || readlinkSync(`/proc/${pid}/cwd`) === cluster)
  } catch {
    return false
  }
}

/** Waits until a process is gone; false when it is still there after `timeoutMs`. */
export async function gone(pid: number, timeoutMs: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < timeoutMs; waitedMs += 20) {
    if (processMark(pid) === null) return true
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return processMark(pid) === null
}

function ps(pid: number, column: string): string {
  return execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim()
}
