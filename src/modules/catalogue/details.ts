import { type Static, Type } from 'typebox'

const closed = { additionalProperties: false } as const
const text = (maxLength: number) => Type.String({ minLength: 1, maxLength })
const Code = Type.String({ pattern: '^[A-Za-z][0-9A-Za-z]{0,39}$', maxLength: 40 })
const MaterialCode = Type.String({ pattern: '^[0-9A-Za-z]{1,20}$', maxLength: 20 })

/**
 * Where an element comes from 来源: a clause that stands in data/laws, the published list, or our authors, for demonstration 演示编写. What is
 * written for demonstration binds nobody and must be checked by the organ before it is used.
 */
export const Basis = Type.Union([
  Type.Object({ from: Type.Literal('law'), clause: text(200), note: Type.Optional(text(500)) }, closed),
  Type.Object({ from: Type.Literal('published'), note: Type.Optional(text(500)) }, closed),
  Type.Object({ from: Type.Literal('demo'), note: Type.Optional(text(500)) }, closed),
])
export type Basis = Static<typeof Basis>
const BasisOrNull = Type.Union([Basis, Type.Null()])

/** A condition 受理/准予条件, what proves it, and the reason for refusal that its absence is. */
export const Condition = Type.Object(
  {
    code: Code,
    text: text(500),
    /** Codes of materials and form fields that show it; empty where it is looked up or seen on site. */
    shownBy: Type.Array(Type.String({ maxLength: 40 }), { maxItems: 20 }),
    /** 书面审查, 现场核查 (by two, 行政许可法 34), 信息核验 in the authorities' own records. */
    checkedBy: Type.Union([Type.Literal('paper'), Type.Literal('site'), Type.Literal('record')]),
    /** 不予理由: the sentence of the decision when it is not met. */
    unmet: text(500),
    basis: Basis,
  },
  closed,
)
export type Condition = Static<typeof Condition>

/** A fee 收费项目. */
const FeeItem = Type.Object({ name: text(200), standard: text(500), basis: Basis }, closed)

/**
 * What the elements of a definition stand on and what a guide says beyond them. Only items that somebody has described have it. Rows about
 * materials and steps hang on their codes.
 */
export const Details = Type.Object(
  {
    /** SM3 of the list's own version under it; null for an entry that no list has. */
    base: Type.Union([Type.String({ pattern: '^[0-9a-f]{64}$', maxLength: 64 }), Type.Null()]),
    /** 是否演示区域的事项: an entry of the demo area, of no real organ. */
    isDemo: Type.Boolean(),
    conditions: Type.Array(Condition, { maxItems: 40 }),
    limits: Type.Object({ legal: BasisOrNull, promised: BasisOrNull }, closed),
    /** By code: how far it must be trusted (C0107 A–D), what a good one looks like, on what it is asked for. */
    materials: Type.Record(
      MaterialCode,
      Type.Object(
        {
          trust: Type.Union((['A', 'B', 'C', 'D'] as const).map((grade) => Type.Literal(grade))),
          sample: text(500),
          basis: Basis,
        },
        closed,
      ),
      { maxProperties: 200 },
    ),
    /** By code of the step: which post answers for it, what it does. */
    steps: Type.Record(Code, Type.Object({ post: text(100), work: text(500), basis: Basis }, closed), { maxProperties: 20 }),
    /** By code of the special procedure: on what it is held. */
    procedures: Type.Record(Code, Basis, { maxProperties: 50 }),
    fee: Type.Object({ isCharged: Type.Boolean(), items: Type.Array(FeeItem, { maxItems: 20 }), basis: Basis }, closed),
    result: Type.Object(
      {
        kind: Type.Union((['licence', 'certificate', 'letter', 'payment', 'record'] as const).map((kind) => Type.Literal(kind))),
        /** 有效期, in words; null: it does not end by time. */
        validity: Type.Union([text(300), Type.Null()]),
        sample: text(500),
        basis: Basis,
      },
      closed,
    ),
    remedy: Type.Object({ review: Basis, suit: Basis }, closed),
    contact: Type.Object({ phone: Basis, complaint: Basis }, closed),
    places: Type.Array(Type.Object({ name: text(200), address: text(500), hours: text(300), basis: Basis }, closed), {
      minItems: 1,
      maxItems: 50,
    }),
    questions: Type.Array(Type.Object({ question: text(300), answer: text(1_000), basis: Basis }, closed), { maxItems: 30 }),
  },
  closed,
)
export type Details = Static<typeof Details>
