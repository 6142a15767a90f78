import { type Static, Type } from 'typebox'
import { refusalKind } from '../../../kernel/refusal.ts'
import { Answer, DivisionCode, ItemCode } from '../contract.ts'

const closed = { additionalProperties: false } as const
const orNull = <S extends Parameters<typeof Type.Union>[0][number]>(schema: S) => Type.Union([schema, Type.Null()])
const none = Type.Object({}, closed)
const Part = orNull(Type.Number({ minimum: 0, maximum: 1 }))
const Count = Type.Integer({ minimum: 0 })
const No = Type.Integer({ minimum: 1, maximum: 2_147_483_647 })
const Name = Type.String({ maxLength: 500 })
const Day = Type.String({ maxLength: 10 })

/** A question that somebody leaves for staff. */
export const Leaving = Type.Object(
  { q: Type.String({ minLength: 1, maxLength: 10_000 }), area: Type.Optional(DivisionCode) },
  closed,
)
export const Nothing = none

/** How a question was not answered: nothing fitted; and a person left it for staff; left although something had been offered. */
export type GapKind = 'none' | 'left' | 'bad'

export const GapsAsked = Type.Object(
  {
    order: Type.Union([Type.Literal('most'), Type.Literal('newest')], { default: 'most' }),
    days: Type.Integer({ minimum: 1, maximum: 180, default: 30 }),
  },
  closed,
)

/** What the finder answers. */
const Answered = Type.Object(
  { answer: Answer, items: Type.Array(Type.Object({ code: ItemCode, name: Name }, closed), { maxItems: 3 }) },
  closed,
)
export type Answered = Static<typeof Answered>

const Gap = Type.Object(
  {
    question: Type.String({ maxLength: 100 }),
    /** Null: no place was chosen. */
    area: orNull(DivisionCode),
    none: Count,
    left: Count,
    bad: Count,
    lastOn: Day,
    now: Answered,
  },
  closed,
)
export type Gap = Static<typeof Gap>
/** At most so many as a screen holds. */
export const Gaps = Type.Object({ gaps: Type.Array(Gap, { maxItems: 50 }) }, closed)

/** What staff can add: what people say of an item; words that mean the same; a word that says nothing about the matter. */
export const knowledgeKinds = { saying: '说法', synonym: '同义词', filler: '不算的词' } as const
export type KnowledgeKind = keyof typeof knowledgeKinds

const Word = Type.String({ minLength: 1, maxLength: 100 })
const Proposed = {
  kind: Type.Enum(Object.keys(knowledgeKinds) as KnowledgeKind[]),
  /** The item that is meant, of a saying; otherwise null. It counts for whatever item is called so. */
  item: orNull(ItemCode),
  /** Sayings, at least two words that mean the same, or words not to count. */
  words: Type.Array(Word, { minItems: 1, maxItems: 20 }),
}
export const Proposal = Type.Object(Proposed, closed)
export type Proposal = Static<typeof Proposal>

/** With the question at hand, if there is one. */
export const Trying = Type.Object({ ...Proposed, q: Type.Optional(Word), area: Type.Optional(DivisionCode) }, closed)
export type Trying = Static<typeof Trying>

/** Marks of a paper of the examination, as far as this list has the items that it asks for; null: it has none. */
export const Marks = Type.Object({ questions: Count, hit1: Part, hit3: Part, refused: Part, none: Part }, closed)
export type Marks = Static<typeof Marks>
const Papers = Type.Object({ tuning: Marks, frozen: Marks }, closed)
export type Papers = Static<typeof Papers>
export const Tried = Type.Object(
  { before: Papers, after: Papers, answeredBefore: orNull(Answered), answeredAfter: orNull(Answered) },
  closed,
)
export type Tried = Static<typeof Tried>

/** How far one's own trial is; null: none runs here, or it has not begun to ask. */
export const Running = Type.Object({ trial: orNull(Type.Object({ asked: Count, of: Count }, closed)) }, closed)
export type Running = Static<typeof Running>

const Reason = Type.String({ minLength: 1, maxLength: 200 })
export const Publishing = Type.Object({ ...Proposed, reason: Reason }, closed)
export type Publishing = Static<typeof Publishing>
export const Published = Type.Object({ no: No }, closed)
export const ByNo = Type.Object({ no: No }, closed)
export const Undoing = Type.Object({ reason: Reason }, closed)

const Step = Type.Object({ by: Name, on: Day, reason: Type.String({ maxLength: 200 }) }, closed)
const Kept = Type.Object(
  {
    no: No,
    kind: Type.Enum(Object.keys(knowledgeKinds) as KnowledgeKind[]),
    item: orNull(Name),
    words: Type.Array(Word, { maxItems: 20 }),
    made: Step,
    undone: orNull(Step),
  },
  closed,
)
/** The newest first. */
export const History = Type.Object({ rows: Type.Array(Kept, { maxItems: 200 }) }, closed)
export type History = Static<typeof History>

export const UnknownItemToKnow = refusalKind({
  code: 'finder.unknown_item',
  status: 422,
  facts: none,
  message: '没有这个事项，请在列出的事项里选一个。',
})
export const TooFewWords = refusalKind({
  code: 'finder.too_few_words',
  status: 422,
  facts: none,
  message: '填的词不够：说法和不算的词至少要有一个字，同义词至少要有两个不同的词。',
})
export const PersonalWords = refusalKind({
  code: 'finder.personal_words',
  status: 422,
  facts: none,
  message: '填的词里像有号码、邮箱或者姓名，请去掉后再试，一条也没有保存。',
})
export const UnknownKnowledge = refusalKind({
  code: 'finder.unknown_knowledge',
  status: 404,
  facts: none,
  message: '没有这一条，请刷新后再看。',
})
export const AlreadyUndone = refusalKind({
  code: 'finder.already_undone',
  status: 409,
  facts: none,
  message: '这一条已经撤销过了，现在不起作用。',
})
