import { Type } from 'typebox'
import { CaseId, CaseList, CaseView } from '../../modules/casework/contract.ts'
import { endpoint } from '../endpoint.ts'

export const listMyCases = endpoint({ method: 'GET', path: '/cases/mine', reply: CaseList })
export const readCase = endpoint({
  method: 'GET',
  path: '/cases/:id',
  params: Type.Object({ id: CaseId }, { additionalProperties: false }),
  reply: CaseView,
})
