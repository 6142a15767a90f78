import { Type } from 'typebox'
import {
  Extending,
  Granting,
  ProcedureEnd,
  ProcedureList,
  ProcedureStart,
  Recusing,
  Refusing,
  Review,
  ReviewSheet,
  SendingBack,
} from '../../modules/approval/contract.ts'
import { Acted, CaseId } from '../../modules/casework/contract.ts'
import { Issue } from '../../modules/delivery/contract.ts'
import { endpoint } from '../endpoint.ts'

const params = Type.Object({ id: CaseId }, { additionalProperties: false })
const reply = Acted

export const readReviewSheet = endpoint({ method: 'GET', path: '/cases/:id/review-sheet', params, reply: ReviewSheet })
export const listProcedures = endpoint({ method: 'GET', path: '/cases/:id/procedures', params, reply: ProcedureList })
export const reviewCase = endpoint({ method: 'POST', path: '/cases/:id/review', params, body: Review, reply })
export const sendBackCase = endpoint({ method: 'POST', path: '/cases/:id/send-back', params, body: SendingBack, reply })
export const grantCase = endpoint({ method: 'POST', path: '/cases/:id/grant', params, body: Granting, reply })
export const refuseCase = endpoint({ method: 'POST', path: '/cases/:id/refuse', params, body: Refusing, reply })
export const recuseCase = endpoint({ method: 'POST', path: '/cases/:id/recuse', params, body: Recusing, reply })
export const issueResult = endpoint({ method: 'POST', path: '/cases/:id/issue', params, body: Issue, reply })
export const beginProcedure = endpoint({
  method: 'POST',
  path: '/cases/:id/procedures/begin',
  params,
  body: ProcedureStart,
  reply,
})
export const endProcedure = endpoint({ method: 'POST', path: '/cases/:id/procedures/end', params, body: ProcedureEnd, reply })
export const extendLimit = endpoint({ method: 'POST', path: '/cases/:id/extend', params, body: Extending, reply })
export const extendByGovernment = endpoint({
  method: 'POST',
  path: '/cases/:id/extend-by-government',
  params,
  body: Extending,
  reply,
})
