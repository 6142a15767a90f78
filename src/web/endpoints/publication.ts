import { Type } from 'typebox'
import { GrantCursor, GrantList } from '../../modules/approval/contract.ts'
import { ItemCode } from '../../modules/catalogue/contract.ts'
import { endpoint } from '../endpoint.ts'

export const listGrants = endpoint({
  method: 'GET',
  path: '/publications',
  query: Type.Object(
    {
      organisation: Type.Optional(Type.String({ pattern: '^[0-9A-Z]{18}$', maxLength: 18 })),
      item: Type.Optional(ItemCode),
      after: Type.Optional(GrantCursor),
      limit: Type.Integer({ minimum: 1, maximum: 100, default: 30 }),
    },
    { additionalProperties: false },
  ),
  reply: GrantList,
})
