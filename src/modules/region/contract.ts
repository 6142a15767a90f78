import { type Static, Type } from 'typebox'
import { refusalKind } from '../../kernel/refusal.ts'

/** A division code as callers may give it: 2 to 12 digits, missing ones being zeros. */
export const DivisionCode = Type.String({ pattern: '^[0-9]{2,12}$', maxLength: 12 })

/** A division 区划 of one of five levels: 1 省, 2 市, 3 县, 4 乡, 5 村. `code` has 12 digits. */
export const Division = Type.Object(
  {
    code: Type.String({ pattern: '^[0-9]{12}$', maxLength: 12 }),
    name: Type.String({ maxLength: 100 }),
    level: Type.Integer({ minimum: 1, maximum: 5 }),
    parentCode: Type.Union([Type.String({ pattern: '^[0-9]{12}$', maxLength: 12 }), Type.Null()]),
  },
  { additionalProperties: false },
)
export type Division = Static<typeof Division>

/** A division and the places above it, nearest first. */
export const DivisionWithAbove = Type.Object(
  { division: Division, above: Type.Array(Division, { maxItems: 4 }) },
  { additionalProperties: false },
)

/** The divisions directly below one, by code. */
export const Divisions = Type.Object({ divisions: Type.Array(Division, { maxItems: 5_000 }) }, { additionalProperties: false })

const ClockTime = Type.String({ pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$', maxLength: 5 })
const DayOfYear = Type.String({ pattern: '^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$', maxLength: 5 })

/**
 * When a place serves 服务时间: one row a stretch of the day. `days` 1 Monday … 7 Sunday; times 'HH:MM' in Asia/Shanghai;
 * `fromDay`/`toDay` 'MM-DD', both included, null for the whole year (summer and winter hours are two rows).
 */
export const ServiceHours = Type.Array(
  Type.Object(
    {
      days: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { minItems: 1, maxItems: 7 }),
      opens: ClockTime,
      closes: ClockTime,
      fromDay: Type.Union([DayOfYear, Type.Null()]),
      toDay: Type.Union([DayOfYear, Type.Null()]),
    },
    { additionalProperties: false },
  ),
  { maxItems: 50 },
)
export type ServiceHours = Static<typeof ServiceHours>

export const UnknownDivision = refusalKind({
  code: 'region.unknownDivision',
  status: 404,
  facts: Type.Object({ code: DivisionCode }),
  message: ({ code }) => `没有代码为 ${code} 的区划。`,
})
