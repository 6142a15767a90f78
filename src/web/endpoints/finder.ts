import { Type } from 'typebox'
import { DivisionCode, Found } from '../../modules/finder/contract.ts'
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
