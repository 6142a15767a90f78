import { Type } from 'typebox'
import {
  Audience,
  Demand,
  DivisionCode,
  Guide,
  ItemCode,
  ShelfPage,
  Shelves,
  VersionHead,
} from '../../modules/catalogue/contract.ts'
import { endpoint } from '../endpoint.ts'

const closed = { additionalProperties: false } as const
const params = Type.Object({ code: ItemCode }, closed)

export const readGuide = endpoint({
  method: 'GET',
  path: '/items/:code',
  params,
  query: Type.Object({ version: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })) }, closed),
  reply: Guide,
})
export const listVersions = endpoint({
  method: 'GET',
  path: '/items/:code/versions',
  params,
  reply: Type.Object({ versions: Type.Array(VersionHead, { maxItems: 500 }) }, closed),
})
export const readDemand = endpoint({
  method: 'GET',
  path: '/items/:code/demand',
  params,
  query: Type.Object(
    {
      answers: Type.Optional(
        Type.String({ pattern: '^([a-z][0-9A-Za-z]{0,19}:[0-9A-Za-z]{1,20}(,|$)){0,20}$', maxLength: 1_000 }),
      ),
    },
    closed,
  ),
  reply: Demand,
})
export const listShelves = endpoint({
  method: 'GET',
  path: '/catalogue/shelves',
  query: Type.Object({ area: Type.Optional(DivisionCode), audience: Type.Optional(Audience) }, closed),
  reply: Shelves,
})
export const listShelf = endpoint({
  method: 'GET',
  path: '/catalogue/items',
  query: Type.Object(
    {
      area: Type.Optional(DivisionCode),
      department: Type.Optional(Type.String({ maxLength: 200 })),
      theme: Type.Optional(Type.String({ maxLength: 50 })),
      audience: Type.Optional(Audience),
      after: Type.Optional(ItemCode),
      limit: Type.Integer({ minimum: 1, maximum: 100, default: 50 }),
    },
    closed,
  ),
  reply: ShelfPage,
})
