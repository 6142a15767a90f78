import { type Static, Type } from 'typebox'
import { uuidPattern } from '../../../kernel/uuid.ts'
import { ItemCode } from '../../catalogue/contract.ts'

const closed = { additionalProperties: false }
const Id = Type.String({ pattern: uuidPattern, maxLength: 36 })

export const OfItem = Type.Object({ code: ItemCode }, closed)

/** Somebody an item may be applied for: oneself, or whom one represents or acts for. @source 行政许可法 29 */
export const Applicant = Type.Object(
  {
    personId: Id,
    /** As others may see it. */
    name: Type.String({ maxLength: 200 }),
    basis: Type.Enum(['self', 'representative', 'delegation']),
    /** The last day of the right; null: it does not end by itself. */
    untilOn: Type.Union([Type.String({ maxLength: 10 }), Type.Null()]),
  },
  closed,
)
export type Applicant = Static<typeof Applicant>

/** Oneself first; empty for accounts that belong to nobody who could apply. */
export const Applicants = Type.Object({ applicants: Type.Array(Applicant, { maxItems: 1_001 }) }, closed)
export type Applicants = Static<typeof Applicants>
