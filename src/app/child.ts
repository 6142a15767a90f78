import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Config, readConfig } from '../kernel/config.ts'
import { lockFile } from '../kernel/postgres/index.ts'
import { SetupError } from '../kernel/setup-error.ts'

/** What a child of the platform gives back once it works. */
export type Working = {
  /** The port it listens on, when it serves. */
  readonly port?: number
  /** Finishes what is in hand and lets go of everything. */
  stop(): Promise<void>
}

/** How the engine runs what serves: young objects get room enough to die young (measured: a tenth more acts a second). */
export const memoryFlag = '--max-semi-space-size=64'

/** Exit code of a child for which starting again is no use. */
export const hopeless = 78

/**
 * Starts a child, which reads its sources at once and begins when it is told of the database.
 *
 * @param appUrl the database as the application's role, as soon as it can be used
 */
export function startChild(name: 'server' | 'worker', appUrl: Promise<string>, env = process.env): ChildProcess {
  const { PGUSER: _user, PGPASSWORD: _password, DATABASE_URL: _owner, ...rest } = env
  const child = fork(fileURLToPath(new URL(`./${name}.ts`, import.meta.url)), [], {
    execArgv: [memoryFlag, '--import', import.meta.resolve('tsx')],
    env: rest,
  })
  void appUrl.then((databaseUrl) => child.connected && child.send({ databaseUrl }))
  return child
}

/**
 * Runs this process as one child of the platform: one of its name a data folder, ended by SIGTERM or when its parent is gone. It is there
 * before the database is and waits, ready, for the address: the application's own role's; it never learns the owner's.
 */
export async function runChild(name: 'server' | 'worker', start: (config: Config) => Promise<Working>): Promise<void> {
  let working: Working | null = null
  let unlock = () => {}
  let isEnding = false
  const end = async () => {
    if (isEnding) return
    isEnding = true
    await working?.stop()
    unlock()
    process.exit(0)
  }
  process.on('SIGTERM', end)
  process.on('disconnect', end)
  process.on('SIGINT', () => process.connected || void end()) // at the keyboard all get it: the parent decides the order
  if (process.send !== undefined && !process.connected) return end() // the parent was gone before we began
  try {
    const config = readConfig({ ...process.env, DATABASE_URL: await databaseUrl() })
    unlock = lockFile(join(config.dataDir, `${name}.lock`), `目录 ${config.dataDir} 的 ${name} 进程还在运行。`)
    working = await start(config)
    process.send?.({ ready: true, port: working.port ?? null })
  } catch (error) {
    const sentence = sentenceOf(error)
    if (sentence === null) throw error
    console.error(sentence)
    process.exit(hopeless)
  }
}

async function databaseUrl(): Promise<string> {
  const [{ databaseUrl }] = (await once(process, 'message')) as [{ databaseUrl: string }]
  return databaseUrl
}

function sentenceOf(error: unknown): string | null {
  if (error instanceof SetupError) return error.message
  const { code, port, address } = error as { code?: string; port?: number; address?: string }
  if (code === 'EADDRINUSE') return `端口 ${port} 已被别的程序占用，请用 PORT 另指定一个。`
  if (code === 'EACCES' && port !== undefined) return `没有使用端口 ${port} 的权限，请用 PORT 另指定一个。`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `HOST 指定的地址 ${address ?? ''} 不是本机的地址。`
  return null
}
