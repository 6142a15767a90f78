import { Value } from 'typebox/value'
import type { Tx } from '../../kernel/db/index.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { type Division, type PlaceView, ServiceHours, UnknownDivision } from './contract.ts'
import { chainOfCodes, type DivisionRow, divisionFaults, type OrganisationRow, prefixOf } from './rules.ts'
import * as store from './store.ts'

/**
 * Brings a list of divisions in, all of it or nothing. Safe to repeat; an older edition never overwrites a newer one.
 *
 * @param edition year of the list
 * @returns how many were added or changed
 * @throws RangeError naming the first faulty rows
 */
export async function importDivisions(tx: Tx, rows: readonly DivisionRow[], edition: number): Promise<number> {
  const faults = divisionFaults(rows)
  if (faults.length > 0) throw new RangeError(`${faults.length} faulty divisions: ${faults.slice(0, 5).join('; ')}`)
  return store.putDivisions(tx, rows, edition)
}

/** Whether there is any division yet. */
export async function hasDivisions(tx: Tx): Promise<boolean> {
  return store.hasDivisions(tx)
}

/**
 * Brings organisations in: a new code adds one, a known one gets its name anew; settings and division stay, for cases count by them. Safe to
 * repeat.
 *
 * @returns how many were added or changed
 * @throws RangeError if a code has not the shape of one or stands twice
 */
export async function importOrganisations(tx: Tx, rows: readonly OrganisationRow[]): Promise<number> {
  const malformed = rows.find(({ uscc }) => !/^[0-9A-Z]{18}$/.test(uscc))
  if (malformed) throw new RangeError(`not a unified social credit code: ${malformed.uscc} ${malformed.name}`)
  if (new Set(rows.map(({ uscc }) => uscc)).size < rows.length) throw new RangeError('an organisation stands twice')
  return store.putOrganisations(tx, rows)
}

/**
 * Sets what documents of an organisation need: its short name 机关简称, and the review authority and court that an adverse
 * decision names. Null unsets. Its division only where one is given.
 *
 * @throws RangeError if there is no such organisation
 */
export async function setOrganisation(tx: Tx, uscc: string, settings: store.OrganisationChange): Promise<void> {
  if (!(await store.updateOrganisation(tx, uscc, settings))) throw new RangeError(`no organisation ${uscc}`)
}

/** Service places for a division, nearest first; without one, by code. @param area 2 to 12 digits */
export async function placesFor(tx: Tx, area: string | undefined, limit: number): Promise<PlaceView[]> {
  if (area === undefined) return store.placesFor(tx, null, '', limit)
  return store.placesFor(tx, chainOfCodes(area), prefixOf(area), limit)
}

/**
 * The division with a code and those above it, nearest first: the order in which a place is served.
 *
 * @param code 2 to 12 digits
 * @throws Refusal(UnknownDivision)
 */
export async function chainOf(tx: Tx, code: string): Promise<[Division, ...Division[]]> {
  const codes = chainOfCodes(code)
  const [division, ...above] = await store.divisionsIn(tx, codes)
  if (division === undefined || division.code !== codes[0]) throw new Refusal(UnknownDivision, { code })
  return [division, ...above]
}

/** The divisions that have none above them, by code. */
export async function provinces(tx: Tx): Promise<Division[]> {
  return store.divisionsBelow(tx, null)
}

/**
 * The divisions directly below one; for a city without counties, its streets.
 *
 * @throws Refusal(UnknownDivision)
 */
export async function childrenOf(tx: Tx, code: string): Promise<Division[]> {
  const [division] = await chainOf(tx, code)
  return store.divisionsBelow(tx, division.code)
}

/**
 * Adds a service place or changes it.
 *
 * @throws RangeError if the hours are not ServiceHours
 */
export async function definePlace(tx: Tx, place: store.Place): Promise<void> {
  if (!Value.Check(ServiceHours, place.hours)) throw new RangeError(`service hours of ${place.code}`)
  await store.putPlace(tx, place)
}
