import { system } from '../../kernel/actor.ts'
import { type Database, transaction } from '../../kernel/db/index.ts'
import type { Now } from '../../kernel/now.ts'
import { phonesOf } from '../identity/index.ts'
import { openedWays, type Report } from './channel.ts'
import { freshMs, leaseMs, nextAskAt, type Outcome, settle } from './rules.ts'
import { become } from './service.ts'
import { claim, lockMessage, updateMessage } from './store.ts'

const atOnce = 20

/**
 * Sends every message whose time has come. A try takes its messages for two minutes: whoever dies with them in hand loses them to the next,
 * and the gateway knows them by their ids. No connection is held while a gateway thinks.
 */
export async function sendDue(database: Database, now: () => Now): Promise<void> {
  for (;;) {
    const batch = await transaction(database, (tx) => claim(tx, 'queued', now().at, later(now().at, leaseMs), atOnce))
    if (batch.length === 0) return
    await Promise.all(batch.map((message) => sendOne(database, message, now)))
  }
}

/** Asks the gateways what became of the messages they took. */
export async function askReports(database: Database, now: () => Now): Promise<void> {
  for (;;) {
    const batch = await transaction(database, (tx) => claim(tx, 'sent', now().at, later(now().at, leaseMs), 100))
    if (batch.length === 0) return
    for (const channel of openedWays().channels) {
      const mine = batch.filter((message) => message.channel === channel.code)
      const reports = await channel.reports(mine.flatMap((message) => message.external_id ?? []))
      const byId = new Map(reports.map((report) => [report.externalId, report]))
      await transaction(database, async (tx) => {
        for (const { id, external_id, state_at } of mine) {
          const row = await lockMessage(tx, id)
          const report = byId.get(external_id ?? '')
          if (row?.state !== 'sent') continue
          if (report === undefined) await updateMessage(tx, id, { next_at: nextAskAt(state_at, now().at) })
          else await become(tx, row, whatBecame(report), system, now())
        }
      })
    }
  }
}

type Claimed = Awaited<ReturnType<typeof claim>>[number]

async function sendOne(database: Database, message: Claimed, now: () => Now): Promise<void> {
  const outcome = await attempt(database, message, now().at)
  await transaction(database, async (tx) => {
    const row = await lockMessage(tx, message.id)
    if (row?.state !== 'queued') return // somebody else was quicker, with the same id
    const done = settle(outcome, row, now().at)
    if (done.state === null) return updateMessage(tx, row.id, { next_at: done.nextAt })
    const { state, reason, externalId } = done
    const sent = { external_id: externalId, next_at: nextAskAt(now().at, now().at) }
    await become(tx, row, { state, reason, ...(state === 'sent' ? sent : {}) }, system, now())
  })
}

async function attempt(database: Database, message: Claimed, at: Date): Promise<Outcome> {
  const { channels, address } = openedWays()
  const channel = channels.find(({ code }) => code === message.channel)
  if (at.getTime() - message.at.getTime() > freshMs) return { failure: 'expired', isFinal: true }
  if (channel === undefined) return { failure: 'not_configured', isFinal: false }
  const to = (await transaction(database, (tx) => phonesOf(tx, [message.recipient_id]))).get(message.recipient_id)
  if (to === undefined) return { failure: 'no_address', isFinal: true }
  const text = address === null ? message.text : `${message.text}${address}${message.path}`
  return channel.send({ messageId: message.id, to, text }).catch((): Outcome => ({ failure: 'unreachable', isFinal: false }))
}

function whatBecame(report: Report): Parameters<typeof become>[2] {
  return report.state === 'failed' ? { state: 'failed', reason: report.reason } : { state: 'delivered' }
}

function later(at: Date, ms: number): Date {
  return new Date(at.getTime() + ms)
}
