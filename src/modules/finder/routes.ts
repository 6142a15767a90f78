import { Type } from 'typebox'
import { type Route, route } from '../../kernel/http/index.ts'
import { DivisionCode, Found } from './contract.ts'
import { findItems } from './service.ts'

const closed = { additionalProperties: false } as const

export const routes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/items',
    summary: '找事项：一句话、一个词、拼音或编码；不带 q 时按编码列出',
    who: 'anyone',
    query: Type.Object(
      {
        q: Type.Optional(Type.String({ maxLength: 10_000 })),
        limit: Type.Integer({ minimum: 1, maximum: 50, default: 10 }),
        area: Type.Optional(DivisionCode),
      },
      closed,
    ),
    reply: Found,
    refuses: [],
    handle: (tx, { query, now }) => findItems(tx, query, now.at),
  }),
]
