import { type Actor, byOf, grantFor } from '../../kernel/actor.ts'
import type { JsonObject } from '../../kernel/canonical.ts'
import type { Tx } from '../../kernel/db/index.ts'
import { nameId } from '../../kernel/ids.ts'
import { defineStream, record } from '../../kernel/log/index.ts'
import type { Now } from '../../kernel/now.ts'
import { Refusal } from '../../kernel/refusal.ts'
import {
  BeyondReach,
  type OrganisationSettings,
  type PlaceSettings,
  UnknownDivision,
  UnknownOrganisation,
  UnknownPlace,
  type WindowSettings,
} from './contract.ts'
import { chainOf, definePlace, setOrganisation } from './service.ts'
import * as store from './store.ts'

/** Settings of organisations and places; a stream for each of them. */
export const regionStream = defineStream({ name: 'region', table: 'region_event' })

/** An organisation by its code. @throws Refusal(UnknownOrganisation) */
export async function organisation(tx: Tx, uscc: string): Promise<store.Organisation> {
  const found = await store.findOrganisationByUscc(tx, uscc)
  if (found === undefined) throw new Refusal(UnknownOrganisation, {})
  return found
}

/**
 * Sets what letters of an organisation need. From the next letter on it holds; letters made before keep what they say. Only a manager of all
 * moves it to another division.
 *
 * @throws Refusal(BeyondReach | UnknownOrganisation | UnknownDivision)
 */
export async function changeOrganisation(
  tx: Tx,
  uscc: string,
  given: OrganisationSettings,
  actor: Actor,
  now: Now,
): Promise<void> {
  const { divisionCode } = given
  const authority = rightOver(actor, divisionCode === undefined ? uscc : '*')
  await organisation(tx, uscc)
  if (divisionCode !== undefined) await wholeDivision(tx, divisionCode)
  await setOrganisation(tx, uscc, given)
  await note(tx, `organisation ${uscc}`, 'organisationSet', { uscc, ...given }, actor, authority, now)
}

/**
 * Sets up a service place, or changes it.
 *
 * @throws Refusal(BeyondReach | UnknownDivision)
 */
export async function changePlace(tx: Tx, code: string, given: PlaceSettings, actor: Actor, now: Now): Promise<void> {
  const authority = rightOver(actor, '*')
  await wholeDivision(tx, given.divisionCode)
  await definePlace(tx, { code, ...given })
  const { name, divisionCode, address } = given
  await note(tx, `place ${code}`, 'placeSet', { code, name, divisionCode, address, hours: given.hours }, actor, authority, now)
}

/**
 * Sets up a window of a place, or renames it.
 *
 * @throws Refusal(BeyondReach | UnknownPlace)
 */
export async function changeWindow(
  tx: Tx,
  place: string,
  code: string,
  given: WindowSettings,
  actor: Actor,
  now: Now,
): Promise<void> {
  const authority = rightOver(actor, '*')
  if ((await store.findPlace(tx, place)) === undefined) throw new Refusal(UnknownPlace, {})
  await store.putWindow(tx, { placeCode: place, code, name: given.name })
  await note(tx, `place ${place}`, 'windowSet', { place, code, name: given.name }, actor, authority, now)
}

/** @throws Refusal(UnknownDivision) no division has this code of 12 digits */
async function wholeDivision(tx: Tx, code: string): Promise<void> {
  const [division] = await chainOf(tx, code)
  if (division.code !== code) throw new Refusal(UnknownDivision, { code })
}

function rightOver(actor: Actor, scope: string): string {
  const grant = grantFor(actor, 'region.manage', scope)
  if (grant === null) throw new Refusal(BeyondReach, {})
  return grant.authority
}

async function note(
  tx: Tx,
  name: string,
  kind: string,
  body: JsonObject,
  actor: Actor,
  authority: string,
  now: Now,
): Promise<void> {
  const by = byOf(actor, authority)
  await record(tx, regionStream, {
    streamId: nameId(name),
    kind,
    v: 1,
    body,
    by,
    ground: null,
    effectiveOn: now.today,
    at: now.at,
  })
}
