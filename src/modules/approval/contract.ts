import { type Static, Type } from 'typebox'
import { refusalKind } from '../../kernel/refusal.ts'

const closed = { additionalProperties: false }
const Words = Type.String({ minLength: 4, maxLength: 2_000 })

/** A reviewer's opinion 审查意见. */
export const Review = Type.Object({ conclusion: Type.Enum(['grant', 'refuse']), opinion: Words }, closed)
export type Review = Static<typeof Review>

/** A decision to grant 准予, or to complete what is no permit. */
export const Granting = Type.Object({ decision: Words }, closed)
export type Granting = Static<typeof Granting>

/** A decision to refuse: the reasons, and the clauses they rest on. @source 行政许可法 38 */
export const Refusing = Type.Object(
  {
    reasons: Type.Array(Words, { minItems: 1, maxItems: 20 }),
    basis: Type.Array(Type.String({ minLength: 4, maxLength: 200 }), { minItems: 1, maxItems: 20 }),
  },
  closed,
)
export type Refusing = Static<typeof Refusing>

export const SendingBack = Type.Object({ reason: Words }, closed)
export type SendingBack = Static<typeof SendingBack>

/** Who reviewed may not decide the same case. */
export const ReviewerDecides = refusalKind({
  code: 'approval.reviewer_decides',
  status: 409,
  facts: Type.Object({}, closed),
  recorded: true,
  message: '审查与决定应当由不同的人员办理，您已审查过本件，请由另一位有权人员决定。',
})
