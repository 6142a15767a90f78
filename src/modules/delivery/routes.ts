import { Type } from 'typebox'
import { type Route, route } from '../../kernel/http/index.ts'
import { Acted, CaseId, letterRefusals, NoPower, NotAllowed, UnknownCase, withPreview } from '../casework/index.ts'
import { HandOver, Issue } from './contract.ts'
import { handOver, issue } from './service.ts'

const params = Type.Object({ id: CaseId }, { additionalProperties: false })
const refuses = [UnknownCase, NotAllowed, NoPower]

export const routes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/cases/:id/issue',
    summary: '制证',
    who: 'delivery.issue',
    params,
    body: Issue,
    reply: Acted,
    refuses,
    handle: (tx, { actor, now, params, body }) => issue(tx, params.id, body, actor, now),
  }),
  ...withPreview(
    route({
      method: 'POST',
      path: '/cases/:id/hand-over',
      summary: '送达',
      who: 'delivery.hand_over',
      params,
      body: HandOver,
      reply: Acted,
      refuses: [...refuses, ...letterRefusals],
      handle: (tx, { actor, now, params, body }) => handOver(tx, params.id, body, actor, now),
    }),
  ),
]
