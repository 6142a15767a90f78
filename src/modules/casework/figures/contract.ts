import { type Static, Type } from 'typebox'
import { CaseCursor, ListedCase } from '../contract.ts'
import { DayText } from '../timers/contract.ts'

const closed = { additionalProperties: false }
const Count = Type.Integer({ minimum: 0 })
const Organisation = Type.String({ pattern: '^[0-9A-Z]{18}$', maxLength: 18 })

/** The figures of the glance 总览, and how they are called. */
export const figureNames = { received: '收件', accepted: '受理', decided: '决定', late: '超期' } as const
export type FigureName = keyof typeof figureNames
export const FigureName = Type.Enum(Object.keys(figureNames) as FigureName[])

const Figures = Type.Object({ received: Count, accepted: Count, decided: Count, late: Count }, closed)
export type Figures = Static<typeof Figures>

/** How far the log has been counted: the position and moment of the last event, and whether nothing came after it. */
const AsOf = Type.Object(
  {
    position: Type.Integer({ minimum: 0 }),
    /** Null before the first event of a case. */
    at: Type.Union([Type.String({ maxLength: 24 }), Type.Null()]),
    isWhole: Type.Boolean(),
  },
  closed,
)
export type AsOf = Static<typeof AsOf>

/**
 * The leader's glance 总览: what came in, was accepted and decided on a day and in its month so far, and what stood past the statutory limit
 * of the decision on any of these days.
 */
export const Glance = Type.Object(
  {
    today: DayText,
    monthFrom: DayText,
    asOf: AsOf,
    departments: Type.Array(
      Type.Object({ organisation: Organisation, name: Type.String({ maxLength: 200 }), today: Figures, month: Figures }, closed),
      { maxItems: 10_000 },
    ),
  },
  closed,
)
export type Glance = Static<typeof Glance>

/** Which figure is opened: of an organisation, over these days, both included. */
export const FigureAsked = Type.Object(
  { organisation: Organisation, figure: FigureName, fromOn: DayText, toOn: DayText, after: Type.Optional(CaseCursor) },
  closed,
)
export type FigureAsked = Static<typeof FigureAsked>

/** A page of the cases that a figure counts: newest first, of late ones the longest overdue. `count` is the figure. */
export const FigureCases = Type.Object(
  {
    count: Count,
    asOf: AsOf,
    cases: Type.Array(ListedCase, { maxItems: 100 }),
    next: Type.Union([CaseCursor, Type.Null()]),
  },
  closed,
)
export type FigureCases = Static<typeof FigureCases>
