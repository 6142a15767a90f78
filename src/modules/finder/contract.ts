import { type Static, Type } from 'typebox'
import { Answers, FoundItem } from '../catalogue/contract.ts'

export { DivisionCode, ItemCode } from '../catalogue/contract.ts'

const closed = { additionalProperties: false } as const

/** How sure an answer is: 'sure' the first is meant; 'unsure' it may be one of these; 'none' nothing here fits. */
export const Answer = Type.Union([Type.Literal('sure'), Type.Literal('unsure'), Type.Literal('none')])
export type Answer = Static<typeof Answer>

/** Best first. `items` is empty exactly when `answer` is 'none'. */
export const Found = Type.Object({ answer: Answer, items: Type.Array(FoundItem, { maxItems: 50 }) }, closed)
export type Found = Static<typeof Found>

/** What somebody may be about to type, the nearest first; each name once. */
export const Suggestions = Type.Object({ items: Type.Array(FoundItem, { maxItems: 20 }) }, closed)
export type Suggestions = Static<typeof Suggestions>

/** Answers to an item's situations that a question gives by itself. */
export const GivenAnswers = Type.Object({ answers: Answers }, closed)
export type GivenAnswers = Static<typeof GivenAnswers>

const Hits = Type.Object({ hit1: Type.Number({ minimum: 0, maximum: 1 }), hit3: Type.Number({ minimum: 0, maximum: 1 }) }, closed)

/** Marks of the last examination, as parts of one: of the frozen half, and of plain BM25 over names on the same questions where it was measured. */
export const LatestMarks = Type.Object(
  {
    takenOn: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', maxLength: 10 }),
    frozen: Hits,
    bm25: Type.Union([Hits, Type.Null()]),
  },
  closed,
)
export type LatestMarks = Static<typeof LatestMarks>

/** A local model that takes part, and the day on which it passed the examination. */
export const ModelShown = Type.Object(
  {
    name: Type.String({ maxLength: 200 }),
    measuredOn: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', maxLength: 10 }),
    before: Hits,
    after: Hits,
  },
  closed,
)
export type ModelShown = Static<typeof ModelShown>

/** Null: no marks are kept; no local model takes part. */
export const MarksShown = Type.Object(
  { marks: Type.Union([LatestMarks, Type.Null()]), model: Type.Union([ModelShown, Type.Null()]) },
  closed,
)
