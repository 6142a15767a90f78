import { type Static, type TProperties, type TSchema, Type } from 'typebox'

/** What stands in each document we issue. Upper modules fill these; templates print them and add only fixed words of law. */

const closed = { additionalProperties: false } as const
const text = (maxLength: number) => Type.String({ minLength: 1, maxLength })
const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const Day = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$', maxLength: 10 })
const Instant = Type.String({ format: 'date-time', maxLength: 30 })
const Clauses = Type.Array(text(200), { maxItems: 20 })

/**
 * Where one may turn against a decision 救济途径. Null where the organisation has not said which one it is: then the document says
 * that the department must tell when asked; nothing is guessed.
 *
 * @source 行政复议法 20, 22; 行政诉讼法 46
 */
export const Remedies = Type.Object(
  {
    review: orNull(Type.Object({ organs: Type.Array(text(100), { minItems: 1, maxItems: 3 }), url: orNull(text(300)) }, closed)),
    suit: orNull(Type.Object({ court: text(100) }, closed)),
  },
  closed,
)
export type Remedies = Static<typeof Remedies>

/** What every document has. `issuedOn` is its date and fixes the year of its number. */
const head = {
  organisation: text(100),
  item: Type.Object({ name: text(500), code: text(64) }, closed),
  applicant: Type.Object({ name: text(200) }, closed),
  caseNumber: text(60),
  query: Type.Object({ url: text(300), phone: orNull(text(40)) }, closed),
  issuedOn: Day,
}
const content = <P extends TProperties>(properties: P) => Type.Object({ ...head, ...properties }, closed)

export const Receipt = content({
  receivedAt: Instant,
  receivedBy: text(60),
  place: orNull(text(200)),
  materials: Type.Array(
    Type.Object(
      {
        name: text(300),
        form: Type.Enum(['electronic', 'original', 'copy']),
        /** Compared with the original by who took it in, who stands for that. */
        isCompared: Type.Optional(Type.Boolean()),
        copies: Type.Integer({ minimum: 1, maximum: 99 }),
        pages: orNull(Type.Integer({ minimum: 1, maximum: 10_000 })),
      },
      closed,
    ),
    { minItems: 1, maxItems: 200 },
  ),
  /** By when whether to accept is answered; permits: the fifth working day. */
  answerBy: orNull(Day),
})

export const Correction = content({
  receivedOn: Day,
  shortfalls: Type.Array(Type.Object({ material: text(300), problem: text(300), remedy: text(500) }, closed), {
    minItems: 1,
    maxItems: 200,
  }),
  correctBy: orNull(Day),
  /** How to hand in what is missing. */
  ways: text(500),
  /** What follows when it is not handed in, in the item's own words. */
  lateConsequence: orNull(text(500)),
})

export const Acceptance = content({
  receivedOn: Day,
  acceptedOn: Day,
  /** 视为受理: nobody answered within five working days. */
  isDeemed: Type.Boolean(),
  /** Null: the item's list gives no legal limit, and the document says so. */
  limit: orNull(Type.Object({ text: text(100), dueOn: Day, clause: orNull(text(200)) }, closed)),
  promisedOn: orNull(Day),
  /** The dates rest on a year whose holidays are not announced. */
  isProvisional: Type.Boolean(),
  /** Of a renewal: until when the licence in hand runs, and what silence until then does. @source 行政许可法 50 */
  renewal: Type.Optional(
    Type.Object(
      {
        expiresOn: Day,
        /** What the applicant wrote, where it is another day. */
        writtenOn: orNull(Day),
        /** The last day on which it could be asked for, and how many days before expiry that is. */
        latestOn: Day,
        leadDays: Type.Integer({ minimum: 1 }),
        standing: Type.Enum(['inTime', 'late', 'incomplete']),
      },
      closed,
    ),
  ),
})

/**
 * Once, with reason, approved by whom the law names; items that are no permits by their own list.
 *
 * @source 行政许可法 42
 */
export const Extension = content({
  receivedOn: Day,
  acceptedOn: Day,
  /** By how much, in the unit of the limit. */
  days: Type.Integer({ minimum: 1, maximum: 999 }),
  unit: Type.Enum(['workday', 'day', 'month', 'year']),
  reason: text(2_000),
  /** 本机关负责人, or 本级人民政府负责人 where several departments handle together. */
  approver: Type.Enum(['organHead', 'governmentHead']),
  /** A law with an extension of its own; for permits none means article 42. */
  basis: Clauses,
  oldDueOn: Day,
  newDueOn: Day,
  isProvisional: Type.Boolean(),
})

const procedure = {
  receivedOn: Day,
  acceptedOn: Day,
  /** Which clauses ask for the procedure. */
  basis: Clauses,
  reason: orNull(text(2_000)),
  /** The time it takes, in words: that is what must be told. */
  required: text(200),
  fromOn: Day,
  plannedUntilOn: orNull(Day),
  /** What stands still meanwhile. Null days: not known before the procedure, or another one that is open, has ended. */
  stopped: Type.Array(
    Type.Object({ limit: Type.Enum(['legal', 'promised']), oldDueOn: orNull(Day), newDueOn: orNull(Day) }, closed),
    { minItems: 1, maxItems: 2 },
  ),
  isProvisional: Type.Boolean(),
}

/** Only these eight stop the limits of the law. @source 行政许可法 45 */
export const SpecialProcedure = content({
  procedure: Type.Enum(['听证', '招标', '拍卖', '检验', '检测', '检疫', '鉴定', '专家评审']),
  ...procedure,
})

/** A procedure of the item's own list: for an item that is no permit, or one that stops the promised limit alone. */
export const OwnProcedure = content({ procedure: text(100), ...procedure })

/** Null: the letter goes to the applicant. Else to this person, whose great interests the matter touches 利害关系人. */
const interested = orNull(text(200))

/** @source 行政许可法 36, 47 */
export const HearingRight = content({
  acceptedOn: Day,
  interested,
  /** 拟作出的决定. */
  proposed: text(4_000),
  reason: text(2_000),
  basis: Clauses,
  /** How to be heard, and how to ask for a hearing. */
  ways: text(500),
})

/** @source 行政许可法 46, 47, 48 */
export const HearingNotice = content({
  acceptedOn: Day,
  interested,
  /** Who asked for the hearing; null where the authority holds it because a law, or the public interest, asks for it. */
  request: orNull(Type.Object({ by: text(200), on: Day }, closed)),
  /** Which law asks for it, where one does. */
  basis: Clauses,
  subject: text(1_000),
  heldAt: Instant,
  place: text(200),
  /** Not one of those who review the application. */
  chair: Type.Object({ name: text(60), post: orNull(text(100)) }, closed),
  recorder: orNull(text(60)),
})

/** 原件保管单: originals that a window keeps for a while. */
export const Custody = content({
  keptAt: Instant,
  keptBy: text(60),
  handedInBy: text(100),
  place: text(200),
  purpose: text(200),
  originals: Type.Array(
    Type.Object(
      { name: text(300), serial: orNull(text(100)), copies: Type.Integer({ minimum: 1, maximum: 99 }), note: orNull(text(200)) },
      closed,
    ),
    { minItems: 1, maxItems: 200 },
  ),
  returnBy: orNull(Day),
})

export const TurnedAway = content({
  receivedOn: Day,
  /** For permits, which clause: 32(一), 32(二) or 78. Others cite `basis`. */
  ground: Type.Enum(['notRequired', 'notCompetent', 'barred']),
  reason: text(2_000),
  basis: Clauses,
  /** The authority to turn to instead. */
  competent: orNull(text(200)),
  remedies: Remedies,
})

export const Grant = content({
  acceptedOn: Day,
  decision: text(4_000),
  conditions: orNull(text(4_000)),
  basis: Clauses,
  /** `to` null: without end; the whole null: not said. */
  validity: orNull(Type.Object({ from: Day, to: orNull(Day) }, closed)),
  /** The licence that follows, and the tenth working day. */
  licence: orNull(Type.Object({ name: text(200), issueBy: Day }, closed)),
  collection: orNull(text(500)),
  publishedAt: orNull(text(300)),
})

export const Completion = content({
  acceptedOn: Day,
  result: text(4_000),
  basis: Clauses,
  collection: orNull(text(500)),
})

export const RefusalContent = content({
  acceptedOn: Day,
  reasons: Type.Array(text(2_000), { minItems: 1, maxItems: 20 }),
  basis: Clauses,
  /** Technical standards that were not met. @source 行政许可法 55 */
  standards: Clauses,
  remedies: Remedies,
})

export const ServiceProof = content({
  documents: Type.Array(Type.Object({ name: text(100), number: text(100) }, closed), { minItems: 1, maxItems: 20 }),
  recipient: text(200),
  method: Type.Enum(['direct', 'post', 'online', 'left', 'entrusted', 'public']),
  place: orNull(text(300)),
  /** Nulls are left blank, to be written by hand. */
  servedAt: orNull(Instant),
  receivedBy: orNull(text(100)),
  receivedFor: orNull(text(200)),
  servedBy: orNull(text(100)),
  note: orNull(text(500)),
})

export const Termination = content({
  receivedOn: Day,
  cause: Type.Enum(['withdrawn', 'notCorrected', 'other']),
  reason: orNull(text(2_000)),
  basis: Clauses,
  /** What happens to the materials. */
  returned: text(300),
  remedies: orNull(Remedies),
})
