import type pg from 'pg'

const channel = 'yichuang_acted'
const quietMs = 20 // a notice in every act would halve the acts a second

/**
 * Tells whoever listens that something was committed: at most every 20 ms, outside the acts' transactions, and without promise –
 * listeners look by themselves as well.
 */
export function waker(pool: pg.Pool): { acted(): void; close(): Promise<void> } {
  let timer: NodeJS.Timeout | null = null
  pool.on('error', () => {})
  const acted = () => {
    timer ??= setTimeout(() => {
      timer = null
      pool.query(`notify ${channel}`).catch(() => {})
    }, quietMs)
  }
  return {
    acted,
    close: async () => {
      if (timer !== null) clearTimeout(timer)
      await pool.end()
    },
  }
}

/** Listens for such notices; a lost connection is opened again after a second. */
export function listener(connect: () => pg.Client, onActed: () => void): { close(): Promise<void> } {
  let isClosed = false
  let client: pg.Client | null = null
  const again = () => {
    client = null
    if (!isClosed) setTimeout(listen, 1_000)
  }
  const listen = () => {
    if (isClosed) return
    const fresh = connect()
    client = fresh
    fresh.on('notification', onActed)
    fresh.once('end', again)
    fresh.on('error', () => {})
    fresh
      .connect()
      .then(() => fresh.query(`listen ${channel}`))
      .catch(() => fresh.end().catch(() => {}))
  }
  listen()
  return {
    close: async () => {
      isClosed = true
      await client?.end().catch(() => {})
    },
  }
}
