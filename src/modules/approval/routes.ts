import { Type } from 'typebox'
import { type Route, route } from '../../kernel/http/index.ts'
import { Acted, CaseId, letterRefusals, NoPower, NotAllowed, UnknownCase } from '../casework/index.ts'
import { Granting, Refusing, Review, ReviewerDecides, SendingBack } from './contract.ts'
import { grant, refuse, review, sendBack } from './service.ts'

const params = Type.Object({ id: CaseId }, { additionalProperties: false })
const refuses = [UnknownCase, NotAllowed, NoPower]

export const routes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/cases/:id/review',
    summary: '审查',
    who: 'approval.review',
    params,
    body: Review,
    reply: Acted,
    refuses,
    handle: (tx, { actor, now, params, body }) => review(tx, params.id, body, actor, now),
  }),
  route({
    method: 'POST',
    path: '/cases/:id/send-back',
    summary: '退回重新审查',
    who: 'approval.decide',
    params,
    body: SendingBack,
    reply: Acted,
    refuses: [...refuses, ReviewerDecides],
    handle: (tx, { actor, now, params, body }) => sendBack(tx, params.id, body, actor, now),
  }),
  route({
    method: 'POST',
    path: '/cases/:id/grant',
    summary: '准予或办结',
    who: 'approval.decide',
    params,
    body: Granting,
    reply: Acted,
    refuses: [...refuses, ...letterRefusals, ReviewerDecides],
    handle: (tx, { actor, now, params, body }) => grant(tx, params.id, body, actor, now),
  }),
  route({
    method: 'POST',
    path: '/cases/:id/refuse',
    summary: '不予许可或不予办理',
    who: 'approval.decide',
    params,
    body: Refusing,
    reply: Acted,
    refuses: [...refuses, ...letterRefusals, ReviewerDecides],
    handle: (tx, { actor, now, params, body }) => refuse(tx, params.id, body, actor, now),
  }),
]
