import { Type } from 'typebox'
import { type Route, route } from '../../kernel/http/index.ts'
import { DivisionCode, Divisions, DivisionWithAbove, UnknownDivision } from './contract.ts'
import { chainOf, childrenOf } from './service.ts'

const params = Type.Object({ code: DivisionCode }, { additionalProperties: false })

export const routes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/regions/:code',
    summary: '区划及其上级',
    who: 'anyone',
    params,
    reply: DivisionWithAbove,
    refuses: [UnknownDivision],
    handle: async (tx, { params }) => {
      const [division, ...above] = await chainOf(tx, params.code)
      return { division, above }
    },
  }),
  route({
    method: 'GET',
    path: '/regions/:code/children',
    summary: '下一级区划',
    who: 'anyone',
    params,
    reply: Divisions,
    refuses: [UnknownDivision],
    handle: async (tx, { params }) => ({ divisions: await childrenOf(tx, params.code) }),
  }),
]
