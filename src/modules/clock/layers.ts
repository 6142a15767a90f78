import type { Tx } from '../../kernel/db/index.ts'
import { chainOf, chainOfCodes, findPlace, windowsOf } from '../region/index.ts'
import { type Layer, nationalLayer } from './contract.ts'
import * as store from './store.ts'

/*
 * Ranks: 0 the nation, 1–5 divisions by their level, 8 service places, 9 windows. What is nearer overrides what is farther, day by day.
 * A case counts by the divisions of the organisation that handles it and by the service place where it was handed in; a window's days are
 * those of its counter and move no date of a case.
 */

const placeRank = 8
const windowRank = 9

/**
 * The layers by which a case counts, farthest first.
 *
 * @param divisionCode 12 digits, of the organisation; null when it is not known here
 * @param placeCode    service place where it was handed in; null online
 */
export function layersFor(divisionCode: string | null, placeCode: string | null): string[] {
  const divisions = divisionCode === null ? [] : chainOfCodes(divisionCode).reverse()
  return [
    nationalLayer.code,
    ...divisions.map((code) => `division:${code}`),
    ...(placeCode === null ? [] : [`place:${placeCode}`]),
  ]
}

/** For which cases a layer counts. */
export type Reach =
  | { readonly kind: 'all' }
  /** Organisations of these divisions: 12-digit codes, first and last included. */
  | { readonly kind: 'divisions'; readonly from: string; readonly to: string }
  | { readonly kind: 'place'; readonly place: string }
  | { readonly kind: 'none' }

/** The cases that count by a layer; the reverse of `layersFor`. */
export function reachOf(layerCode: string): Reach {
  const [kind, code = ''] = layerCode.split(':')
  if (layerCode === nationalLayer.code) return { kind: 'all' }
  if (kind === 'place') return { kind: 'place', place: code }
  if (kind !== 'division') return { kind: 'none' }
  const own = [2, 4, 6, 9, 12].find((digits) => /^0*$/.test(code.slice(digits))) ?? 12
  return { kind: 'divisions', from: code, to: code.slice(0, own).padEnd(12, '9') }
}

/** A layer as registered, or as the division, place or window it stands for would be; null when there is none. */
export async function findLayer(tx: Tx, code: string): Promise<Layer | null> {
  if (code === nationalLayer.code) return nationalLayer
  const known = await store.findLayer(tx, code)
  if (known !== null) return { code, name: known.name, rank: known.rank }
  const [kind, place = '', window] = code.split(':')
  if (kind === 'division') {
    const [division] = await chainOf(tx, place)
    return division.code === place ? { code, name: division.name, rank: division.level } : null
  }
  const found = await findPlace(tx, place)
  if (found === undefined) return null
  if (kind === 'place') return { code, name: found.name, rank: placeRank }
  const at = (await windowsOf(tx, place)).find((one) => one.code === window)
  return at === undefined ? null : { code, name: `${found.name} ${at.name}`, rank: windowRank }
}

/** The layers that hold where a layer is, itself included: for looking at its year. */
export async function layersAt(tx: Tx, code: string): Promise<string[]> {
  const [kind, place = ''] = code.split(':')
  if (kind === 'national') return [code]
  if (kind === 'division') return layersFor(place, null)
  const found = await findPlace(tx, place)
  const here = layersFor(found?.divisionCode ?? null, place)
  return kind === 'place' ? here : [...here, code]
}
