import { execFileSync, type SpawnOptions, spawnSync } from 'node:child_process'
import { chownSync, existsSync, lchownSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { SetupError } from '../setup-error.ts'
import type { Binaries } from './binaries.ts'

/**
 * As whom the server runs. PostgreSQL refuses to run as root, so root hands it to an ordinary user; where no such user can reach
 * the folders (a private home), a user namespace makes root look like one: it works, but is no loss of rights.
 */
export type Owner = {
  readonly way: 'direct' | 'setuid' | 'unshare'
  /** Who owns the files of the server, as the file system sees it. */
  readonly uid: number
  readonly gid: number
  /** Turns a command into one that runs as this owner. */
  command(
    program: string,
    args: readonly string[],
  ): { program: string; args: string[]; options: Pick<SpawnOptions, 'uid' | 'gid'> }
}

/**
 * Chooses as whom the server runs on the folder `dataDir`.
 *
 * @throws SetupError when root finds no way, or an ordinary user finds files of somebody else
 */
export function chooseOwner(binaries: Binaries, dataDir: string): Owner {
  const uid = process.getuid?.() ?? -1
  const cluster = join(dataDir, 'pg')
  const formerUid = existsSync(cluster) ? statSync(cluster).uid : uid
  if (uid !== 0) {
    if (formerUid !== uid)
      throw new SetupError(`数据目录 ${cluster} 属于另一个用户，请用当初启动的用户运行，或改用 YICHUANG_DATA 指定别的目录。`)
    return direct(uid, process.getgid?.() ?? -1)
  }
  const former = formerUid === 0 ? [] : [{ uid: formerUid, gid: statSync(cluster).gid }]
  for (const user of [...former, ...['postgres', 'nobody'].flatMap(accountOf)]) {
    const owner = setuid(user.uid, user.gid)
    if (isAble(owner, binaries.postgres, ['--version']) && isAble(owner, '/bin/sh', ['-c', 'cd "$1"', 'sh', dataDir]))
      return owner
  }
  if (isAble(unshare, binaries.postgres, ['--version'])) return unshare
  throw new SetupError(
    '以 root 身份无法启动内置数据库：请改用普通用户运行，或用 DATABASE_URL 指定一个 PostgreSQL 15 以上的数据库。',
  )
}

/** Hands a folder and all in it to the owner; only root can, and only root needs to. */
export function handOver(owner: Owner, folder: string): void {
  if (process.getuid?.() !== 0 || statSync(folder).uid === owner.uid) return
  for (const entry of readdirSync(folder, { recursive: true })) lchownSync(join(folder, String(entry)), owner.uid, owner.gid)
  chownSync(folder, owner.uid, owner.gid)
}

function direct(uid: number, gid: number): Owner {
  return { way: 'direct', uid, gid, command: (program, args) => ({ program, args: [...args], options: {} }) }
}

function setuid(uid: number, gid: number): Owner {
  return { way: 'setuid', uid, gid, command: (program, args) => ({ program, args: [...args], options: { uid, gid } }) }
}

const unshare: Owner = {
  way: 'unshare',
  uid: 0,
  gid: 0,
  command: (program, args) => ({
    program: 'unshare',
    args: ['--user', '--map-user=65534', '--map-group=65534', program, ...args],
    options: {},
  }),
}

/** initdb wants an account with a name, not just a number. */
function accountOf(name: string): { uid: number; gid: number }[] {
  const id = (flag: '-u' | '-g') =>
    Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'], encoding: 'utf8' }))
  try {
    return [{ uid: id('-u'), gid: id('-g') }]
  } catch {
    return [] // no such account on this machine
  }
}

function isAble(owner: Owner, program: string, args: readonly string[]): boolean {
  const command = owner.command(program, args)
  return spawnSync(command.program, command.args, { ...command.options, cwd: '/', stdio: 'ignore' }).status === 0
}
