import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { SetupError } from '../setup-error.ts'
import { type Binaries, findBinaries } from './binaries.ts'
import { lockFile } from './lock.ts'
import { chooseOwner, handOver, type Owner } from './owner.ts'
import { answers, endPostgres, findPostgres, ownerUrl } from './running.ts'

/** A server started by this process. */
export type Postgres = {
  readonly pid: number
  readonly socketDir: string
  readonly way: Owner['way']
  /** Address of the database `yichuang` with all rights. */
  readonly url: string
  /** Ends the server cleanly and gives the folder back. */
  stop(): Promise<void>
  /** Calls back once when the server ends without `stop`. */
  onExit(listener: () => void): void
  /** Lets the server outlive this process; another start may take it over from then on. */
  detach(): void
}

/**
 * Starts the embedded PostgreSQL on a folder, making the cluster and the database `yichuang` the first time. It listens on a socket
 * in a private folder and on no port. A server left over from a process of ours that was killed is ended first.
 *
 * @param options.dataDir  holds `pg/` (the cluster), `postgres.log`, `run/` (the socket) and the lock
 * @param options.settings server settings over ours; `fsync: 'off'` for throw-away clusters
 * @throws SetupError another start holds the folder, the folder is not ours, or the server does not come up
 */
export async function startPostgres(options: {
  dataDir: string
  settings?: Readonly<Record<string, string>>
}): Promise<Postgres> {
  const busy = `目录 ${options.dataDir} 里的数据库正由另一个进程启动或使用，不能再启动一个。`
  const unlock = lockFile(join(options.dataDir, 'postgres.lock'), busy)
  try {
    const dataDir = realpathSync(options.dataDir)
    const left = findPostgres(dataDir)
    if (left !== null) await endPostgres(left.pid)
    else rmSync(join(dataDir, 'pg', 'postmaster.pid'), { force: true }) // after a reboot its number may be another program's
    const binaries = findBinaries()
    const owner = chooseOwner(binaries, dataDir)
    const settings = { ...ownSettings, ...options.settings }
    makeCluster(binaries, owner, dataDir, settings.fsync !== 'off')
    const socketDir = makeSocketDir(owner, dataDir)
    const server = await up(binaries, owner, dataDir, socketDir, settings)
    await makeDatabase(socketDir)
    return handle(server, owner, socketDir, unlock)
  } catch (error) {
    unlock()
    throw error
  }
}

const ownSettings: Readonly<Record<string, string>> = {
  listen_addresses: '',
  max_connections: '100',
  shared_buffers: '512MB',
  // what is written comes to the disk in good time and not twice, so that no act waits behind a heap of it
  bgwriter_delay: '20ms',
  bgwriter_lru_maxpages: '2000',
  bgwriter_lru_multiplier: '4',
  wal_writer_delay: '50ms',
  wal_compression: 'on',
  max_wal_size: '4GB',
  checkpoint_timeout: '15min',
  timezone: 'Asia/Shanghai',
  log_timezone: 'Asia/Shanghai',
  log_statement: 'none',
  log_min_error_statement: 'panic', // statements and their values hold personal data: none of it reaches the server's log
  log_min_messages: 'fatal', // the detail of a constraint error quotes the row
  log_error_verbosity: 'terse',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
}

/** Made aside and moved into place: a start that is cut short leaves no half cluster behind. */
function makeCluster(binaries: Binaries, owner: Owner, dataDir: string, sync: boolean): void {
  const cluster = join(dataDir, 'pg')
  if (existsSync(cluster)) {
    handOver(owner, cluster)
    return
  }
  const fresh = join(dataDir, 'pg.new')
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh, { mode: 0o700 })
  handOver(owner, fresh)
  const locale = process.platform === 'linux' ? ['--locale=C.UTF-8'] : ['--locale=C', '--builtin-locale=C.UTF-8']
  const command = owner.command(binaries.initdb, [
    ...['-D', fresh, '-U', 'postgres', '--auth=trust', '-E', 'UTF8', '--locale-provider=builtin', ...locale],
    ...(sync ? [] : ['--no-sync']),
  ])
  const made = spawnSync(command.program, command.args, { ...command.options, cwd: '/', env: cleanEnv(), encoding: 'utf8' })
  if (made.status !== 0)
    throw new SetupError(`无法在 ${dataDir} 新建数据库：${lastLine(made.stderr || String(made.error ?? ''))}`)
  renameSync(fresh, cluster)
}

const longestPath = 107 // of a socket, in bytes, on Linux; macOS takes 103
const socketName = '/.s.PGSQL.5432'

/** A private folder for the socket: beside the cluster, or in the temporary folder where the path would be too long. */
function makeSocketDir(owner: Owner, dataDir: string): string {
  const limit = process.platform === 'darwin' ? 103 : longestPath
  const fits = (folder: string) => Buffer.byteLength(folder + socketName) <= limit
  const beside = join(dataDir, 'run')
  const name = `yichuang-${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}` // the same at every start: addresses stay good
  const folder = [beside, join(tmpdir(), name), join('/tmp', name)].find(fits) ?? beside
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const { uid } = lstatSync(folder)
  if (uid !== owner.uid && uid !== process.getuid?.()) throw new SetupError(`临时目录 ${folder} 属于另一个用户，请删除后再试。`)
  handOver(owner, folder)
  chmodSync(folder, 0o700)
  return folder
}

const keptLogBytes = 10_000_000

async function up(
  binaries: Binaries,
  owner: Owner,
  dataDir: string,
  socketDir: string,
  settings: Readonly<Record<string, string>>,
): Promise<ChildProcess & { pid: number }> {
  const log = join(dataDir, 'postgres.log')
  if (existsSync(log) && statSync(log).size > keptLogBytes) renameSync(log, `${log}.1`)
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const command = owner.command(binaries.postgres, ['-D', join(dataDir, 'pg'), '-k', socketDir, ...flags])
  for (let attempt = 1; ; attempt++) {
    const output = openSync(log, 'a', 0o600)
    const from = statSync(log).size
    const server = spawn(command.program, command.args, {
      ...command.options,
      cwd: '/',
      env: cleanEnv(),
      stdio: ['ignore', output, output],
      detached: true, // Ctrl-C at the keyboard must not end the database before those who use it
    })
    closeSync(output)
    let hasEnded = false
    const end = () => {
      hasEnded = true
    }
    server.once('exit', end).once('error', end)
    if (await answers(socketDir, () => hasEnded)) return server as ChildProcess & { pid: number } // replaying after a crash can take minutes
    if (!hasEnded) server.kill('SIGQUIT')
    const said = readFileSync(log).subarray(from).toString('utf8')
    // processes of a server that was killed may take a moment to notice and let go
    if (attempt < 20 && /shared memory block|lock file/i.test(said)) {
      await new Promise((resolve) => setTimeout(resolve, 250))
      continue
    }
    throw new SetupError(`内置数据库没有启动成功（记录在 ${log}）：${lastLine(said)}`)
  }
}

async function makeDatabase(socketDir: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl(socketDir, 'postgres') })
  await client.connect()
  try {
    const { rowCount } = await client.query(`select from pg_database where datname = 'yichuang'`)
    if (rowCount === 0) await client.query('create database yichuang')
  } finally {
    await client.end()
  }
}

function handle(server: ChildProcess & { pid: number }, owner: Owner, socketDir: string, unlock: () => void): Postgres {
  let isWanted = true
  const exited = new Promise<void>((resolve) => {
    if (server.exitCode !== null || server.signalCode !== null) resolve()
    else server.once('exit', () => resolve())
  })
  void exited.then(unlock)
  return {
    pid: server.pid,
    socketDir,
    way: owner.way,
    url: ownerUrl(socketDir),
    stop: async () => {
      isWanted = false
      if (server.exitCode === null && server.signalCode === null) await endPostgres(server.pid)
      await exited
      rmSync(socketDir, { recursive: true, force: true })
      unlock()
    },
    onExit: (listener) => void exited.then(() => isWanted && listener()),
    detach: () => {
      isWanted = false
      server.unref()
      unlock()
    },
  }
}

/** Settings of a PostgreSQL client in the environment would lead the server astray. */
function cleanEnv(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PG')))
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? ''
}
