import { type Actor, grantFor } from '../../../kernel/actor.ts'
import type { Tx } from '../../../kernel/db/index.ts'
import type { Now } from '../../../kernel/now.ts'
import { Refusal } from '../../../kernel/refusal.ts'
import { DayInvalid, isDay } from '../../clock/index.ts'
import { NoPower } from '../contract.ts'
import { listed } from '../views.ts'
import type { FigureAsked, FigureCases, Glance } from './contract.ts'
import { figureKeeper } from './follower.ts'
import { legalClock } from './rules.ts'
import * as store from './store.ts'

const power = 'casework.glance'

/** The glance over the organisations that somebody answers for, or over all. */
export async function glance(tx: Tx, actor: Actor, now: Now): Promise<Glance> {
  const scopes = actor.grants.flatMap((grant) => (grant.power === power ? [grant.scope] : []))
  const monthFrom = `${now.today.slice(0, 7)}-01`
  const span = { monthFrom, today: now.today }
  const departments = await store.figuresOf(tx, scopes.includes('*') ? null : [...new Set(scopes)], span)
  return { ...span, asOf: await store.asOf(tx, figureKeeper.name), departments }
}

const pageSize = 50

/**
 * The cases of a figure, a page of them.
 *
 * @throws Refusal(NoPower)    another organisation's
 * @throws Refusal(DayInvalid) a day that does not exist
 */
export async function casesOfFigure(tx: Tx, asked: FigureAsked, actor: Actor, now: Now): Promise<FigureCases> {
  if (grantFor(actor, power, asked.organisation) === null) throw new Refusal(NoPower, { power })
  for (const field of ['fromOn', 'toOn'] as const) if (!isDay(asked[field])) throw new Refusal(DayInvalid, { field })
  const rows = await store.casesOf(tx, asked, pageSize + 1)
  const shown = rows.slice(0, pageSize)
  return {
    count: await store.countOf(tx, asked),
    asOf: await store.asOf(tx, figureKeeper.name),
    cases: await listed(tx, shown, now, asked.figure === 'late' ? { clockOf: legalClock } : {}),
    next: rows.length > pageSize ? (shown.at(-1)?.cursor ?? null) : null,
  }
}
