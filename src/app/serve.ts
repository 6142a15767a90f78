import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Config } from '../kernel/config.ts'
import { appPassword, appUrlOf } from '../kernel/db/app-role.ts'
import { findHolder, gone, lockFile } from '../kernel/postgres/index.ts'
import { SetupError } from '../kernel/setup-error.ts'
import { startChild } from './child.ts'
import { type KeptDatabase, keepDatabase } from './embedded.ts'
import { type Kept, keep } from './keep.ts'
import { stopwatch } from './stopwatch.ts'

const graceMs = 30_000 // for acts and batches in hand

/**
 * Runs the platform and ends it on SIGTERM or SIGINT. The server reads its sources while the database starts and is brought up to date,
 * and serves after it; the worker comes when somebody can be served. At the end the server finishes the acts in flight, the worker
 * stops between batches, then the database stops. This process serves nobody: it keeps the others alive and holds the folder.
 *
 * @param options.demoWhenEmpty fill an empty database with the demonstration first
 * @returns the exit code: 0 when told to stop, 1 when a part cannot be kept running
 * @throws SetupError when the folder is in use or a part cannot be started at all
 */
export async function serve(config: Config, options: { demoWhenEmpty: boolean }): Promise<number> {
  const unlock = lockFile(join(config.dataDir, 'serve.lock'), `目录 ${config.dataDir} 里已有一个平台在运行，不能再启动一个。`)
  const children: Kept[] = []
  let database: KeptDatabase | null = null
  try {
    const { ended, end, isEnding } = ending()
    await leftovers(config.dataDir)
    const passed = stopwatch(console.log)
    let opened: (appUrl: string) => void = () => {}
    const appUrl = new Promise<string>((resolve) => {
      opened = resolve
    })
    const start = (name: 'server' | 'worker') => () => startChild(name, appUrl)
    const giveUp = () => end(1)
    let isFirst = true // a server that is started again says only where it is, and finds a worker
    const onReady = (port: number | null) => {
      const isNew = isFirst && !isEnding()
      isFirst = false
      void announce(config.host, port, () => isNew && passed('服务已就绪'))
      if (isNew) children.push(keep({ start: start('worker'), onReady: () => {}, onDeath: say('后台'), giveUp, isEnding }))
    }
    children.push(keep({ start: start('server'), onReady, onDeath: say('服务'), giveUp, isEnding }))
    if (config.databaseUrl === null) {
      database = await keepDatabase(config.dataDir)
      passed('数据库已启动')
    }
    await prepare(options.demoWhenEmpty)
    passed('数据库内容已就绪')
    opened(
      database === null ? appUrlOf(config.databaseUrl ?? '', appPassword(config.dataDir)) : appUrlOf(database.ownerUrl, null),
    )
    return await ended
  } finally {
    for (const child of children) await child.stop(graceMs)
    await database?.stop()
    unlock()
  }
}

function ending(): { ended: Promise<number>; end(code: number): void; isEnding(): boolean } {
  let isEnding = false
  let resolve: (code: number) => void = () => {}
  const ended = new Promise<number>((done) => {
    resolve = done
  })
  const end = (code: number) => {
    isEnding = true
    resolve(code)
  }
  process.on('SIGTERM', () => end(0)).on('SIGINT', () => end(0))
  if (process.env.npm_lifecycle_event === 'start') whenOrphaned(() => end(0))
  return { ended, end, isEnding: () => isEnding }
}

/** npm that is killed takes nobody with it; whoever ran `npm start` means all of it. */
function whenOrphaned(then: () => void): void {
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    then()
  }, 500)
  watch.unref()
}

/** Children of a parent that was killed finish by themselves; the new ones wait for them. */
async function leftovers(dataDir: string): Promise<void> {
  for (const name of ['server', 'worker']) {
    const pid = findHolder(join(dataDir, `${name}.lock`))
    if (pid === null || (await gone(pid, graceMs))) continue
    process.kill(pid, 'SIGKILL')
    await gone(pid, 5_000)
  }
}

/** In a process of its own, the only one that works with the owner's rights. */
async function prepare(demoWhenEmpty: boolean): Promise<void> {
  const words = demoWhenEmpty ? ['demo', '--when-empty'] : ['migrate']
  const child = fork(fileURLToPath(new URL('../../bin/yichuang', import.meta.url)), words, { execArgv: [] })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new SetupError('数据库没有升级成功，平台没有启动。')
}

function say(name: string): (pauseMs: number) => void {
  return (pauseMs) => console.error(`${name}进程意外停止，${pauseMs / 1000} 秒后重新启动。`)
}

/** Prints the address once the server says itself that it can serve. */
async function announce(host: string, port: number | null, onHealthy: () => void): Promise<void> {
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  const address = `http://${name.includes(':') ? `[${name}]` : name}:${port}`
  for (let tries = 0; tries < 100; tries++) {
    const isHealthy = await fetch(`${address}/api/health`).then(
      (reply) => reply.ok,
      () => false,
    )
    if (isHealthy) {
      onHealthy()
      return console.log(`一窗已启动：${address}`)
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}
