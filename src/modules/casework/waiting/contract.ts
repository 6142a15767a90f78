import { type Static, Type } from 'typebox'
import { DayText, StateName } from '../contract.ts'

const closed = { additionalProperties: false }

/** Counting stops here: so many, or more. */
export const mostCounted = 100

/** Cases of an office in one state. */
const WaitingIn = Type.Object(
  {
    state: StateName,
    count: Type.Integer({ minimum: 0, maximum: mostCounted }),
    /** The nearest last day of a running clock among them; null: none runs to a known day. */
    nearestOn: Type.Union([DayText, Type.Null()]),
  },
  closed,
)
export type WaitingIn = Static<typeof WaitingIn>

/** What waits in the lists of each office whose cases the caller may read: every state that is not closed, none left out. */
export const Waiting = Type.Object(
  {
    offices: Type.Array(
      Type.Object({ organisation: Type.String({ maxLength: 18 }), lists: Type.Array(WaitingIn, { maxItems: 12 }) }, closed),
      { maxItems: 200 },
    ),
  },
  closed,
)
export type Waiting = Static<typeof Waiting>
