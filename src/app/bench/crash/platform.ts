import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findHolder, findPostgres, gone } from '../../../kernel/postgres/index.ts'

const program = fileURLToPath(new URL('../../../../bin/yichuang', import.meta.url))

/** The processes of a platform that can be killed. */
export const parts = ['server', 'worker', 'database', 'parent'] as const
export type Part = (typeof parts)[number]

/** A real platform, `bin/yichuang serve`, on a folder of its own. */
export type Platform = {
  readonly address: string
  /** Kills a part with SIGKILL. A parent is started again; the rest is the platform's own affair. @returns whether it was there */
  kill(part: Part): Promise<boolean>
  /** Waits until it can serve. @throws Error after two minutes */
  ready(): Promise<void>
  /** Ends it cleanly. @returns the exit code */
  stop(): Promise<number | null>
}

/** Starts a platform on a folder that holds nothing else. */
export async function startPlatform(dataDir: string): Promise<Platform> {
  const port = await freePort()
  const address = `http://127.0.0.1:${port}`
  let child = serve(dataDir, port)
  const killParent = async () => {
    child.kill('SIGKILL')
    await once(child, 'close')
    child = serve(dataDir, port)
    return true
  }
  return {
    address,
    kill: async (part) => {
      if (part === 'parent') return killParent()
      const pid = part === 'database' ? findPostgres(dataDir)?.pid : findHolder(join(dataDir, `${part}.lock`))
      if (pid === undefined || pid === null) return false
      process.kill(pid, 'SIGKILL')
      return true
    },
    ready: async () => {
      for (let tries = 0; tries < 600; tries++) {
        if (await isHealthy(address)) return
        await pause(200)
      }
      throw new Error('the platform does not come back')
    },
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM')
        await once(child, 'close')
      }
      const left = findPostgres(dataDir)
      if (left !== null) {
        process.kill(left.pid, 'SIGQUIT')
        await gone(left.pid, 10_000)
      }
      return child.exitCode
    },
  }
}

/** Runs a command on a folder. @returns its exit code and what it said */
export async function command(dataDir: string, words: readonly string[]): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [program, ...words], { env: environment(dataDir), stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said += chunk
    })
  const [code] = await once(child, 'close')
  return { code, said }
}

export async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms))
}

function serve(dataDir: string, port: number): ChildProcess {
  return spawn(process.execPath, [program, 'serve'], {
    env: { ...environment(dataDir), PORT: String(port) },
    stdio: 'ignore',
    detached: true, // a terminal of its own: signals reach this process alone
  })
}

function environment(dataDir: string): NodeJS.ProcessEnv {
  const { DATABASE_URL: _url, npm_lifecycle_event: _event, ...env } = process.env
  return { ...env, YICHUANG_DATA: dataDir }
}

async function isHealthy(address: string): Promise<boolean> {
  return fetch(`${address}/api/health`, { signal: AbortSignal.timeout(2_000) }).then(
    (reply) => reply.ok,
    () => false,
  )
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
