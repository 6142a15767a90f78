import { type Static, Type } from 'typebox'
import { refusalKind } from '../../kernel/refusal.ts'

/** A day as it crosses the wire; whether it exists is checked when it is read. */
export const DayText = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$', maxLength: 10 })

/** In what a limit is counted: working days 工作日, natural days 自然日, months, years. */
export const units = ['workday', 'day', 'month', 'year'] as const
export const Unit = Type.Enum(units)
export type Unit = Static<typeof Unit>

/** The longest limit or extension that is counted, in its unit. */
export const longestLimit = 100_000

/** A time that does not count 中止: after `from` up to and including `to`; `to` null while it is still open. */
export const Suspension = Type.Object(
  {
    from: DayText,
    to: Type.Union([DayText, Type.Null()]),
    /** What it is for, as the explanation names it: '听证'. */
    reason: Type.Optional(Type.String({ maxLength: 100 })),
  },
  { additionalProperties: false },
)
export type Suspension = Static<typeof Suspension>

/** A period 期间 as the law sets it. */
export const Period = Type.Object(
  {
    /** The day of the event that starts it; not itself counted (民法典 201). */
    startedOn: DayText,
    limit: Type.Integer({ minimum: 1, maximum: longestLimit }),
    unit: Unit,
    /** The one extension, in the same unit. */
    extension: Type.Optional(Type.Integer({ minimum: 0, maximum: longestLimit })),
    /** Only for working and natural days. */
    suspensions: Type.Optional(Type.Array(Suspension, { maxItems: 10_000 })),
  },
  { additionalProperties: false },
)
export type Period = Static<typeof Period>

/** When a period ends. */
export const Due = Type.Object(
  {
    /** Last day on which the act is still in time; null while an open suspension holds it. */
    dueOn: Type.Union([DayText, Type.Null()]),
    /** True when a day that had to be looked up is not yet certain. */
    provisional: Type.Boolean(),
  },
  { additionalProperties: false },
)
export type Due = Static<typeof Due>

/** One line of the proof of a date: the counted ones add up to limit and extension, the last one is the date. */
export const ExplainedDay = Type.Object(
  { date: DayText, counted: Type.Boolean(), why: Type.String({ maxLength: 300 }) },
  { additionalProperties: false },
)
export type ExplainedDay = Static<typeof ExplainedDay>

/** A limit as the public page 期限怎么算 shows it, with an example counted from a day. */
export const ListedLimit = Type.Object(
  {
    code: Type.String({ maxLength: 40 }),
    name: Type.String({ maxLength: 100 }),
    basis: Type.Union([Type.String({ maxLength: 200 }), Type.Null()]),
    mark: Type.Enum(['statute', 'local', 'knowledge', 'proposal']),
    startEvent: Type.String({ maxLength: 100 }),
    counting: Type.String({ maxLength: 200 }),
    countingSource: Type.String({ maxLength: 200 }),
    /** Null where the item, a notice or a date says it. */
    duration: Type.Union([Type.Integer(), Type.Null()]),
    unit: Type.Union([Type.Enum([...units, 'hour']), Type.Null()]),
    extension: Type.Union([
      Type.Object(
        { duration: Type.Integer(), approver: Type.String({ maxLength: 100 }), basis: Type.String({ maxLength: 200 }) },
        { additionalProperties: false },
      ),
      Type.Null(),
    ]),
    /** The clause by whose procedures it stops, and those procedures where the list is closed. */
    stoppedBy: Type.Union([Type.String({ maxLength: 200 }), Type.Null()]),
    stops: Type.Array(Type.String({ maxLength: 20 }), { maxItems: 20 }),
    atEnd: Type.String({ maxLength: 200 }),
    note: Type.Union([Type.String({ maxLength: 300 }), Type.Null()]),
    example: Type.Union([
      Type.Object(
        { on: DayText, dueOn: DayText, isProvisional: Type.Boolean(), days: Type.Array(ExplainedDay, { maxItems: 1_000 }) },
        { additionalProperties: false },
      ),
      Type.Null(),
    ]),
  },
  { additionalProperties: false },
)
export type ListedLimit = Static<typeof ListedLimit>
export const ListedLimits = Type.Object({ limits: Type.Array(ListedLimit, { maxItems: 200 }) }, { additionalProperties: false })

/** What a notice says of one day: a holiday 放假, a make-up working day 调休上班, or an office closed (typhoon, removal). */
export const NoticeDay = Type.Object(
  {
    on: DayText,
    kind: Type.Enum(['holiday', 'makeup', 'closed']),
    name: Type.String({ minLength: 1, maxLength: 50 }),
  },
  { additionalProperties: false },
)
export type NoticeDay = Static<typeof NoticeDay>

/** What one authority said about working days, and since when it was known. */
export const Notice = Type.Object(
  {
    /** What it is about: the year, or a name of the closure. A later notice on the same subject replaces the earlier whole. */
    subject: Type.String({ minLength: 1, maxLength: 100 }),
    /** The year that it announces as a whole; null for a single closure. */
    year: Type.Union([Type.Integer({ minimum: 1949, maximum: 2199 }), Type.Null()]),
    /** The day on which it was published. */
    knownOn: DayText,
    title: Type.String({ minLength: 1, maxLength: 200 }),
    /** Where it can be read; null where it is on no page. */
    source: Type.Union([Type.String({ maxLength: 500 }), Type.Null()]),
    days: Type.Array(NoticeDay, { maxItems: 400 }),
  },
  { additionalProperties: false },
)
export type Notice = Static<typeof Notice>

/** A layer of the calendar: the nation, or a province, place or window that has days of its own. */
export const Layer = Type.Object(
  {
    code: Type.String({ minLength: 1, maxLength: 80 }),
    name: Type.String({ minLength: 1, maxLength: 300 }),
    /** 0 for the nation; a layer of higher rank overrides one of lower. */
    rank: Type.Integer({ minimum: 0, maximum: 100 }),
  },
  { additionalProperties: false },
)
export type Layer = Static<typeof Layer>

export const nationalLayer: Layer = { code: 'national', name: '全国', rank: 0 }

const none = Type.Object({}, { additionalProperties: false })
const field = Type.Object({ field: Type.String({ maxLength: 100 }) }, { additionalProperties: false })

export const DayInvalid = refusalKind({
  code: 'clock.day_invalid',
  status: 400,
  facts: field,
  message: ({ field }) => `${field} 不是存在的日期，应为 YYYY-MM-DD。`,
})

export const UnitUnknown = refusalKind({
  code: 'clock.unit_unknown',
  status: 400,
  facts: none,
  message: '期限单位只能是 workday（工作日）、day（自然日）、month（月）或 year（年）。',
})

export const LimitInvalid = refusalKind({
  code: 'clock.limit_invalid',
  status: 400,
  facts: none,
  message: `期限应为 1 至 ${longestLimit} 的整数。`,
})

export const ExtensionInvalid = refusalKind({
  code: 'clock.extension_invalid',
  status: 400,
  facts: none,
  message: `延长期限应为 0 至 ${longestLimit} 的整数。`,
})

export const SuspensionReversed = refusalKind({
  code: 'clock.suspension_reversed',
  status: 400,
  facts: none,
  message: '暂停的结束日不能早于开始日。',
})

export const SuspensionNeedsDays = refusalKind({
  code: 'clock.suspension_needs_days',
  status: 400,
  facts: none,
  message: '按月或者按年计算的期限不能暂停，只有按工作日或者自然日计算的期限可以。',
})

export const BeyondCalendar = refusalKind({
  code: 'clock.beyond_calendar',
  status: 400,
  facts: none,
  message: '日期超出公元 1 至 9999 年，无法计算。',
})

export const FieldInvalid = refusalKind({
  code: 'clock.field_invalid',
  status: 400,
  facts: field,
  message: ({ field }) => `${field} 缺失或者类型不对。`,
})

export const FieldUnknown = refusalKind({
  code: 'clock.field_unknown',
  status: 400,
  facts: field,
  message: ({ field }) => `不认识的字段：${field}。`,
})

export const LineUnreadable = refusalKind({
  code: 'clock.line_unreadable',
  status: 400,
  facts: none,
  message: '这一行不是 UTF-8 编码的 JSON 对象。',
})

export const LineTooLong = refusalKind({
  code: 'clock.line_too_long',
  status: 413,
  facts: none,
  message: '这一行超过 1 MB。',
})

export const NoticeConflict = refusalKind({
  code: 'clock.notice_conflict',
  status: 409,
  facts: Type.Object(
    { subject: Type.String({ maxLength: 100 }), knownOn: Type.String({ maxLength: 10 }) },
    { additionalProperties: false },
  ),
  message: ({ subject, knownOn }) => `“${subject}”在 ${knownOn} 已有内容不同的通知，确要更正请注明。`,
})

export const NoticeNotYetKnown = refusalKind({
  code: 'clock.notice_not_yet_known',
  status: 422,
  facts: Type.Object({ knownOn: Type.String({ maxLength: 10 }) }, { additionalProperties: false }),
  message: ({ knownOn }) => `通知公布日 ${knownOn} 尚未到来，不能录入。`,
})

export const LayerConflict = refusalKind({
  code: 'clock.layer_conflict',
  status: 409,
  facts: Type.Object({ code: Type.String({ maxLength: 64 }) }, { additionalProperties: false }),
  message: ({ code }) => `日历层 ${code} 已按另外的名称或者次序登记。`,
})

export const DayTwice = refusalKind({
  code: 'clock.day_twice',
  status: 422,
  facts: Type.Object({ on: DayText }, { additionalProperties: false }),
  message: ({ on }) => `通知里 ${on} 出现了两次。`,
})

/** The most days that one closure names. */
export const longestClosure = 366

export const ClosureInvalid = refusalKind({
  code: 'clock.closure_invalid',
  status: 422,
  facts: none,
  message: `停止办公的最后一日不能早于第一日，也不能超过 ${longestClosure} 日。`,
})

export const UnknownLayer = refusalKind({
  code: 'clock.unknown_layer',
  status: 404,
  facts: none,
  message: '没有这个日历层：全国，或者已登记的区划、服务场所、窗口。',
})

export const NothingToWithdraw = refusalKind({
  code: 'clock.nothing_to_withdraw',
  status: 409,
  facts: none,
  message: '这一层没有这个名目的停止办公或者放假通知可以撤销；全年的安排只能以新的通知更替。',
})

/** Code of a layer: the nation, a division with all below it, a service place, a window. */
export const LayerCode = Type.String({
  pattern: '^(national|division:[0-9]{12}|place:[0-9A-Za-z-]{1,32}|window:[0-9A-Za-z-]{1,32}:[0-9A-Za-z-]{1,32})$',
  maxLength: 80,
})

const said = {
  /** The day on which it was published, today at the latest. */
  knownOn: DayText,
  title: Notice.properties.title,
  source: Notice.properties.source,
  /** True to put it in the place of another text on the same subject and day of publication. */
  corrects: Type.Optional(Type.Boolean()),
}

/** What an administrator enters: a notice, an emergency closure 停止办公, or that an earlier one no longer holds. */
export const Entry = Type.Union([
  Type.Object(
    {
      kind: Type.Literal('notice'),
      subject: Notice.properties.subject,
      year: Notice.properties.year,
      days: Notice.properties.days,
      ...said,
    },
    { additionalProperties: false },
  ),
  Type.Object(
    {
      kind: Type.Literal('closure'),
      /** Why, as every explanation will say it: '台风红色预警'. */
      reason: NoticeDay.properties.name,
      fromOn: DayText,
      toOn: DayText,
      ...said,
    },
    { additionalProperties: false },
  ),
  Type.Object({ kind: Type.Literal('withdrawal'), subject: Notice.properties.subject, ...said }, { additionalProperties: false }),
])
export type Entry = Static<typeof Entry>

/** A notice as it was entered: its number in the log of its layer. */
export const Entered = Type.Object(
  { layer: LayerCode, seq: Type.Integer({ minimum: 1 }), isNew: Type.Boolean() },
  { additionalProperties: false },
)
export type Entered = Static<typeof Entered>

/** A layer in the list of layers. */
export const ListedLayer = Type.Object(
  { ...Layer.properties, notices: Type.Integer(), lastKnownOn: Type.Union([DayText, Type.Null()]) },
  { additionalProperties: false },
)
export type ListedLayer = Static<typeof ListedLayer>

/** A notice in the list of its layer; `isInForce` false when a later one on its subject replaced it. */
export const ListedNotice = Type.Object(
  {
    seq: Type.Integer(),
    enteredOn: DayText,
    isInForce: Type.Boolean(),
    ...Notice.properties,
    /** SM3 of the notice as entered, canonical. */
    digest: Type.String({ pattern: '^[0-9a-f]{64}$', maxLength: 64 }),
  },
  { additionalProperties: false },
)
export type ListedNotice = Static<typeof ListedNotice>

/** What a day is: worked or not by the plain week, or by what a notice says of it. */
export const DayKind = Type.Enum(['worked', 'weekend', 'holiday', 'makeup', 'closed'])
export type DayKind = Static<typeof DayKind>

/** A day of the year view. */
export const YearDay = Type.Object(
  {
    on: DayText,
    kind: DayKind,
    /** Holiday or reason, and the notice that says so; null on plain days. */
    name: Type.Union([Type.String({ maxLength: 50 }), Type.Null()]),
    notice: Type.Union([
      Type.Object(
        { layer: Type.String({ maxLength: 80 }), seq: Type.Integer(), title: Type.String({ maxLength: 200 }) },
        { additionalProperties: false },
      ),
      Type.Null(),
    ]),
    /** True while no notice settles the day. */
    isProvisional: Type.Boolean(),
  },
  { additionalProperties: false },
)
export type YearDay = Static<typeof YearDay>

const KnownDay = Type.Object(
  { isWorked: Type.Boolean(), isProvisional: Type.Boolean(), why: Type.String({ maxLength: 300 }) },
  { additionalProperties: false },
)

/** A day that two states of knowledge tell differently. */
export const DayDifference = Type.Object({ on: DayText, before: KnownDay, after: KnownDay }, { additionalProperties: false })
export type DayDifference = Static<typeof DayDifference>
