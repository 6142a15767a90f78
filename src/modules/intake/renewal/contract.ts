import { type Static, Type } from 'typebox'
import { refusalKind } from '../../../kernel/refusal.ts'
import { DayText } from '../../casework/contract.ts'

const closed = { additionalProperties: false }
const DayOrNull = Type.Union([DayText, Type.Null()])

/** What a clerk states when accepting: for a renewal the last day of the licence, as the licence in hand shows it. */
export const Accepting = Type.Object({ expiresOn: Type.Optional(DayText) }, closed)
export type Accepting = Static<typeof Accepting>

/** The last day of the licence, stated by whoever reviews. */
export const ConfirmingExpiry = Type.Object({ expiresOn: DayText }, closed)
export type ConfirmingExpiry = Static<typeof ConfirmingExpiry>

/** Whether silence until the licence runs out will renew it: asked for in time, too late, or whole only after it had run out. */
export const standings = {
  inTime: '应当在届满前决定是否准予延续，逾期未作决定的，视为准予延续',
  late: '没有在规定的日期前提出，不适用逾期视为准予延续',
  incomplete: '材料在有效期届满后才补齐，不适用逾期视为准予延续',
} as const
export const Standing = Type.Enum(Object.keys(standings) as (keyof typeof standings)[])
export type Standing = Static<typeof Standing>

/** The renewal that a case is about 延续, as its item and whoever handles it say it. @source 行政许可法 50 */
export const RenewalView = Type.Object(
  {
    /** The field of the form in which the applicant wrote the day. */
    expiryField: Type.String({ maxLength: 40 }),
    leadDays: Type.Integer(),
    basis: Type.String({ maxLength: 200 }),
    /** The last day of the licence; null: nobody has stated it. */
    expiresOn: DayOrNull,
    /** The last day on which it could be asked for in time. */
    latestOn: DayOrNull,
    standing: Type.Union([Standing, Type.Null()]),
  },
  closed,
)
export type RenewalView = Static<typeof RenewalView>

/** What only the licence in hand tells is not taken from the applicant's word. */
export const ExpiryNeeded = refusalKind({
  code: 'intake.expiry_needed',
  status: 422,
  facts: Type.Object({}, closed),
  source: '行政许可法 50',
  message: '本事项是延续，请对照原许可证件填写有效期届满日，再受理。',
})

export const NoRenewal = refusalKind({
  code: 'intake.no_renewal',
  status: 422,
  facts: Type.Object({}, closed),
  message: '本事项的清单没有延续规则，不需要填写有效期届满日。',
})
