import { type Static, Type } from 'typebox'
import { refusalKind } from '../../../kernel/refusal.ts'
import { ExplainedDay } from '../../clock/contract.ts'

const closed = { additionalProperties: false }

export const DayText = Type.String({ pattern: '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$', maxLength: 10 })

/** What a clock runs from: the day of receipt, of the last missing material, of acceptance, of a step or procedure, of the decision; or to: the end of a licence. */
export const TimerOrigin = Type.Enum(['receipt', 'supply', 'acceptance', 'step', 'procedure', 'decision', 'licence'])
export type TimerOrigin = Static<typeof TimerOrigin>

/** A time that a clock does not count: after `from` up to and including `to`; `to` null while it lasts. */
export const TimerStop = Type.Object(
  {
    from: DayText,
    to: Type.Union([DayText, Type.Null()]),
    /** The last day that the applicant was told of 告知的所需时间. */
    plannedTo: DayText,
    /** The procedure, as the item's list names it. */
    reason: Type.String({ maxLength: 100 }),
    /** The event of the case that began it. */
    seq: Type.Integer({ minimum: 1 }),
  },
  closed,
)
export type TimerStop = Static<typeof TimerStop>

const timer = {
  code: Type.String({ maxLength: 60 }),
  origin: TimerOrigin,
  startedOn: DayText,
  limit: Type.Object(
    { days: Type.Integer(), unit: Type.Union([Type.Literal('workday'), Type.Literal('day'), Type.Literal('month')]) },
    closed,
  ),
  /** The last day, where it is named and not counted: no calendar, stop or extension moves it. `limit` then tells how far off it was. */
  until: Type.Optional(DayText),
  /** What the one extension added, in the unit of the limit; 0 without. */
  extension: Type.Integer({ minimum: 0 }),
  suspensions: Type.Array(TimerStop, { maxItems: 200 }),
  dueOn: Type.Union([DayText, Type.Null()]),
  /** True while a day that had to be looked up lies beyond the announced calendar. */
  isProvisional: Type.Boolean(),
  basis: Type.Union([Type.String({ maxLength: 200 }), Type.Null()]),
  endedOn: Type.Union([DayText, Type.Null()]),
  hasPassed: Type.Boolean(),
}

/** A running or ended clock of a case. `dueOn` is the last day; null while it cannot be said. */
export const Timer = Type.Object(timer, closed)
export type Timer = Static<typeof Timer>

/** The clocks of the legal limit, of which a case has at most one: of permits, of joint handling, of everything else. */
export const legalTimers: readonly string[] = ['DECIDE', 'DECIDE_JOINT', 'LEGAL']

/** How a clock stands today: as shown by the shapes of the chip. */
export const TimerStatus = Type.Enum(['running', 'warning', 'late', 'suspended', 'met'])
export type TimerStatus = Static<typeof TimerStatus>

/** A clock as people see it: with what follows from today. */
export const TimerView = Type.Object(
  {
    ...timer,
    name: Type.String({ maxLength: 60 }),
    status: TimerStatus,
    /** Working days left, today not counted; below zero those since it passed; while suspended those left when it runs again. Null once ended. */
    remaining: Type.Union([Type.Integer(), Type.Null()]),
    /** While suspended: the last day if every procedure ends as planned. Otherwise as `dueOn`. */
    expectedOn: Type.Union([DayText, Type.Null()]),
  },
  closed,
)
export type TimerView = Static<typeof TimerView>

/** The proof of a clock's date 为什么是这一天. `asOf` is the day whose knowledge it rests on. */
export const ExplainedTimer = Type.Object(
  {
    timer: TimerView,
    days: Type.Array(ExplainedDay),
    clauses: Type.Array(Type.String({ maxLength: 200 })),
    asOf: DayText,
  },
  closed,
)
export type ExplainedTimer = Static<typeof ExplainedTimer>

export const UnknownTimer = refusalKind({
  code: 'casework.unknown_timer',
  status: 404,
  facts: Type.Object({}, closed),
  message: '这个办件没有这项时限，或者在所问的那一天还没有。',
})
