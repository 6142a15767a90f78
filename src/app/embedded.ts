import { startPostgres } from '../kernel/postgres/index.ts'
import { pauseMsAfter } from './keep.ts'

/** The embedded database, kept running until told to stop. */
export type KeptDatabase = {
  /** Address with all rights; the same through every restart. */
  readonly ownerUrl: string
  stop(): Promise<void>
}

/** Starts the embedded database and starts it again whenever it dies. What was committed is there again. */
export async function keepDatabase(dataDir: string): Promise<KeptDatabase> {
  let server = await startPostgres({ dataDir })
  const stopping = new AbortController()
  let restart = Promise.resolve()
  const watch = () =>
    server.onExit(() => {
      restart = again()
    })

  async function again(): Promise<void> {
    for (let deaths = 1; !stopping.signal.aborted; deaths++) {
      console.error(`数据库意外停止，${pauseMsAfter(deaths) / 1000} 秒后重新启动。`)
      await pause(pauseMsAfter(deaths), stopping.signal)
      if (stopping.signal.aborted) return
      try {
        server = await startPostgres({ dataDir })
        return watch()
      } catch (error) {
        console.error((error as Error).message)
      }
    }
  }

  watch()
  return {
    ownerUrl: server.url,
    stop: async () => {
      stopping.abort()
      await restart
      await server.stop()
    },
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
