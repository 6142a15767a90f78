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
  code: 'region.unknown_division',
  status: 404,
  facts: Type.Object({ code: DivisionCode }),
  message: ({ code }) => `没有代码为 ${code} 的区划。`,
})

export const Uscc = Type.String({ pattern: '^[0-9A-Z]{18}$', maxLength: 18 })
const textOrNull = (maxLength: number) => Type.Union([Type.String({ minLength: 1, maxLength }), Type.Null()])

/** What letters of an organisation need: 机关简称 for numbers, 复议机关 and 人民法院 for adverse decisions; null: not set, never guessed. */
const letterSettings = { shortName: textOrNull(20), reviewAuthority: textOrNull(100), court: textOrNull(100) }
export const OrganisationSettings = Type.Object(
  {
    ...letterSettings,
    /** Where it belongs from now on; left out: as before. Open cases then count by the calendar of that place. */
    divisionCode: Type.Optional(Type.String({ pattern: '^[0-9]{12}$', maxLength: 12 })),
  },
  { additionalProperties: false },
)
export type OrganisationSettings = Static<typeof OrganisationSettings>

/** An organisation 实施机关 as anybody may see it. */
export const OrganisationView = Type.Object(
  {
    uscc: Uscc,
    name: Type.String({ maxLength: 200 }),
    divisionCode: Type.String({ maxLength: 12 }),
    ...letterSettings,
  },
  { additionalProperties: false },
)

export const PlaceCode = Type.String({ pattern: '^[0-9A-Za-z-]{1,32}$', maxLength: 32 })

/** A service place 政务服务场所 as it is set up. */
export const PlaceSettings = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200 }),
    divisionCode: Type.String({ pattern: '^[0-9]{12}$', maxLength: 12 }),
    address: textOrNull(500),
    hours: ServiceHours,
  },
  { additionalProperties: false },
)
export type PlaceSettings = Static<typeof PlaceSettings>

/** A service place as anybody may see it. */
export const PlaceView = Type.Object(
  { code: PlaceCode, ...PlaceSettings.properties, divisionName: Type.String({ maxLength: 100 }) },
  { additionalProperties: false },
)
export type PlaceView = Static<typeof PlaceView>

/** Nearest first. */
export const PlaceList = Type.Object({ places: Type.Array(PlaceView, { maxItems: 100 }) }, { additionalProperties: false })

export const WindowSettings = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: 100 }) },
  { additionalProperties: false },
)
export type WindowSettings = Static<typeof WindowSettings>

export const UnknownOrganisation = refusalKind({
  code: 'region.unknown_organisation',
  status: 404,
  facts: Type.Object({}, { additionalProperties: false }),
  message: '没有这个统一社会信用代码的机关。',
})

export const UnknownPlace = refusalKind({
  code: 'region.unknown_place',
  status: 404,
  facts: Type.Object({}, { additionalProperties: false }),
  message: '没有这个编号的服务场所。',
})

export const BeyondReach = refusalKind({
  code: 'region.beyond_reach',
  status: 403,
  facts: Type.Object({}, { additionalProperties: false }),
  recorded: true,
  message: '您的岗位不能设置这个机关或场所，本次操作未执行并已记录。',
})

/** What an installation is for: the work of a centre, or trying things out on made-up people. */
export const installationKinds = { production: '正式库', demonstration: '演示库' } as const
export type InstallationKind = keyof typeof installationKinds

export const AlreadyFounded = refusalKind({
  code: 'region.already_founded',
  status: 409,
  facts: Type.Object({ kind: Type.Enum(Object.keys(installationKinds) as InstallationKind[]) }),
  message: ({ kind }) =>
    kind === 'production'
      ? '这是演示库，不能改作正式库；请用新的数据目录或者新的数据库建立正式库。'
      : '这是正式库，不能装入演示数据；请用新的数据目录或者新的数据库试用。',
})
