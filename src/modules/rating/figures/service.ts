import type { Tx } from '../../../kernel/db/index.ts'
import { dayOf, type Now } from '../../../kernel/now.ts'
import { definitionOf } from '../../catalogue/index.ts'
import { findOrganisationByUscc } from '../../region/index.ts'
import type { Figure, FigureBy, Figures } from '../contract.ts'
import { settings } from '../rules.ts'
import { whereOf } from '../service/reading.ts'
import * as store from './store.ts'

const mostRows = 100

/**
 * How often people were invited, how often they answered and what: counts alone, by office, item or window. Whoever did not answer counts as
 * invited and as nothing else.
 *
 * @source 安阳市政务服务条例 52 (local: ratings and answers are public)
 */
export async function figures(tx: Tx, by: FigureBy, organisation: string | null, now: Now): Promise<Figures> {
  const fromOn = dayOf(new Date(now.at.getTime() - settings.figureDays * 86_400_000))
  const options = { fromOn, organisation, limit: mostRows }
  const [total] = await store.figures(tx, null, options)
  const rows: Figure[] = []
  for (const row of await store.figures(tx, by, options)) rows.push(figureOf(await nameOf(tx, by, row), row))
  return { fromOn, total: figureOf('合计', total ?? none), rows }
}

type Counts = Omit<store.FigureRow, 'subject' | 'version_id'>
const none: Counts = { invitations: 0, by_level: [0, 0, 0, 0, 0], orders: 0, closed: 0, solved: 0 }

function figureOf(name: string, { invitations, by_level, orders, closed, solved }: Counts): Figure {
  const answers = by_level.reduce((sum, count) => sum + count, 0)
  return { name, invitations, answers, byLevel: [...by_level], orders, closed, solved }
}

async function nameOf(tx: Tx, by: FigureBy, { subject, version_id }: store.FigureRow): Promise<string> {
  const [first = '', window_code = ''] = subject ?? []
  if (by === 'organisation') return (await findOrganisationByUscc(tx, first))?.name ?? first
  if (by === 'item') return (await definitionOf(tx, version_id)).name
  const { placeName, windowName } = await whereOf(tx, { place: first, window_code })
  return `${placeName ?? first} ${windowName ?? window_code}`
}
