import { Type } from 'typebox'
import { CaseId, CaseList, CaseView, StateName } from '../../modules/casework/contract.ts'
import { endpoint } from '../endpoint.ts'

export const listMyCases = endpoint({ method: 'GET', path: '/cases/mine', reply: CaseList })
export const readCase = endpoint({
  method: 'GET',
  path: '/cases/:id',
  params: Type.Object({ id: CaseId }, { additionalProperties: false }),
  reply: CaseView,
})
export const listDeskCases = endpoint({
  method: 'GET',
  path: '/desk/cases',
  query: Type.Object(
    { organisation: Type.String({ pattern: '^[0-9A-Z]{18}$', maxLength: 18 }), state: StateName },
    { additionalProperties: false },
  ),
  reply: CaseList,
})
