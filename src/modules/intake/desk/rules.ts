import { Type } from 'typebox'
import { type Actor, grantFor } from '../../../kernel/actor.ts'
import type { JsonObject } from '../../../kernel/canonical.ts'
import { Refusal } from '../../../kernel/refusal.ts'
import { type Act, act, type CaseState, NoPower, sliceOf, withSlice } from '../../casework/index.ts'
import { type KeptOriginals, NothingKept } from './contract.ts'

const closed = { additionalProperties: false }
const open = ['submitted', 'correcting', 'accepted', 'reviewed', 'granted', 'issued'] as const
const over = ['turnedAway', 'refused', 'declined', 'delivered', 'withdrawn'] as const

/** Custody of originals at a window 原件保管. No clock hangs on it. */
export const custodyActs: readonly Act[] = [
  act({
    code: 'keepOriginals',
    name: '保管原件',
    from: open,
    to: null,
    who: 'intake.accept',
    body: Type.Object({ materials: Type.Array(Type.String({ maxLength: 20 }), { minItems: 1, maxItems: 200 }) }, closed),
    fold: (state, { seq, body, effective_on: keptOn }) => {
      const fresh = { seq, materials: body.materials as string[], keptOn, returnedOn: null }
      return withKept(state, [...keptOriginals(state), fresh])
    },
  }),
  act({
    code: 'returnOriginals',
    name: '退还原件',
    from: [...open, ...over],
    to: null,
    who: 'intake.accept',
    body: Type.Object({ keptSeq: Type.Integer({ minimum: 1 }) }, closed),
    may: (state) => (heldOriginals(state).length > 0 ? null : new Refusal(NothingKept, {})),
    fold: (state, event) =>
      withKept(
        state,
        keptOriginals(state).map((one) => (one.seq === event.body.keptSeq ? { ...one, returnedOn: event.effective_on } : one)),
      ),
  }),
]

/**
 * The organisations whose windows somebody looks at: the one that is named, otherwise all for which they take in applications.
 *
 * @throws Refusal(NoPower) of the one that is named, or of any
 */
export function officesOf(actor: Actor, organisation: string | undefined): string[] {
  const own = actor.grants.flatMap(({ power, scope }) => (power === 'intake.accept' && scope !== '*' ? [scope] : []))
  const offices = organisation === undefined ? [...new Set(own)] : [organisation]
  if (offices.length === 0 || offices.some((office) => grantFor(actor, 'intake.accept', office) === null))
    throw new Refusal(NoPower, { power: 'intake.accept' })
  return offices
}

/** Originals that windows kept for a case, in the order in which they came. */
export function keptOriginals(state: CaseState): KeptOriginals[] {
  return (sliceOf(state, 'intake').kept ?? []) as unknown as KeptOriginals[]
}

/** Those not given back yet. */
export function heldOriginals(state: CaseState): KeptOriginals[] {
  return keptOriginals(state).filter(({ returnedOn }) => returnedOn === null)
}

function withKept(state: CaseState, kept: KeptOriginals[]): CaseState {
  return withSlice(state, 'intake', { kept: kept as JsonObject[] })
}
