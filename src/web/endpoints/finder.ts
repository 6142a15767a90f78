import { Type } from 'typebox'
import { DivisionCode, Found, GivenAnswers, ItemCode, MarksShown, Suggestions } from '../../modules/finder/contract.ts'
import { Leaving, Nothing } from '../../modules/finder/knowing/contract.ts'
import { endpoint } from '../endpoint.ts'

const closed = { additionalProperties: false } as const

export const findItems = endpoint({
  method: 'GET',
  path: '/items',
  query: Type.Object(
    {
      q: Type.Optional(Type.String({ maxLength: 10_000 })),
      limit: Type.Integer({ minimum: 1, maximum: 50, default: 10 }),
      area: Type.Optional(DivisionCode),
    },
    closed,
  ),
  reply: Found,
})
export const suggestItems = endpoint({
  method: 'GET',
  path: '/items/suggestions',
  query: Type.Object(
    {
      q: Type.String({ minLength: 1, maxLength: 200 }),
      limit: Type.Integer({ minimum: 1, maximum: 20, default: 8 }),
      area: Type.Optional(DivisionCode),
    },
    closed,
  ),
  reply: Suggestions,
})
export const readGivenAnswers = endpoint({
  method: 'GET',
  path: '/items/:code/given-answers',
  params: Type.Object({ code: ItemCode }, closed),
  query: Type.Object({ q: Type.String({ maxLength: 10_000 }) }, closed),
  reply: GivenAnswers,
})
export const readMarks = endpoint({ method: 'GET', path: '/finder/marks', reply: MarksShown })
export const leaveQuestion = endpoint({ method: 'POST', path: '/finder/gaps', body: Leaving, reply: Nothing })
