import { type Static, Type } from 'typebox'
import { FoundItem } from '../catalogue/contract.ts'

export { DivisionCode } from '../catalogue/contract.ts'

const closed = { additionalProperties: false } as const

/** How sure an answer is: 'sure' the first is meant; 'unsure' it may be one of these; 'none' nothing here fits. */
export const Answer = Type.Union([Type.Literal('sure'), Type.Literal('unsure'), Type.Literal('none')])
export type Answer = Static<typeof Answer>

/** Best first. `items` is empty exactly when `answer` is 'none'. */
export const Found = Type.Object({ answer: Answer, items: Type.Array(FoundItem, { maxItems: 50 }) }, closed)
export type Found = Static<typeof Found>
