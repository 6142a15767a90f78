import { Type } from 'typebox'
import { type Route, route } from '../../../kernel/http/index.ts'
import { Acted, CaseId, letterRefusals, NoPower, NotAllowed, UnknownCase, withPreview } from '../../casework/index.ts'
import { BeyondGuide } from '../contract.ts'
import { Checklist, KeepOriginals, NothingKept, ReturnOriginals, Trays } from './contract.ts'
import { caseOfNumber, checklist, keepOriginals, returnOriginals, trays } from './service.ts'

const closed = { additionalProperties: false }
const params = Type.Object({ id: CaseId }, closed)
const refuses = [UnknownCase, NotAllowed, NoPower]

export const deskRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/desk/trays',
    summary: '本机关窗口：待受理、补正回来、等申请人补正、待领取；不写 organisation 看本人在岗的全部机关',
    who: 'intake.accept',
    query: Type.Object({ organisation: Type.Optional(Type.String({ pattern: '^[0-9A-Z]{18}$', maxLength: 18 })) }, closed),
    reply: Trays,
    refuses: [NoPower],
    handle: (tx, { actor, now, query }) => trays(tx, query.organisation, actor, now),
  }),
  route({
    method: 'GET',
    path: '/desk/numbered',
    summary: '凭办件编号找办件',
    who: 'casework.read',
    query: Type.Object({ number: Type.String({ maxLength: 50 }) }, closed),
    reply: Type.Object({ caseId: CaseId }, closed),
    refuses: [UnknownCase],
    handle: (tx, { actor, now, query }) => caseOfNumber(tx, query.number, actor, now),
  }),
  route({
    method: 'GET',
    path: '/cases/:id/checklist',
    summary: '材料清单：本情形所要的，与已收到的',
    who: 'signedIn',
    params,
    reply: Checklist,
    refuses: [UnknownCase],
    handle: (tx, { actor, now, params }) => checklist(tx, params.id, actor, now),
  }),
  ...withPreview(
    route({
      method: 'POST',
      path: '/cases/:id/originals/keep',
      summary: '保管原件',
      who: 'intake.accept',
      params,
      body: KeepOriginals,
      reply: Acted,
      refuses: [...refuses, ...letterRefusals, BeyondGuide],
      handle: (tx, { actor, now, params, body }) => keepOriginals(tx, params.id, body, actor, now),
    }),
  ),
  route({
    method: 'POST',
    path: '/cases/:id/originals/return',
    summary: '退还原件',
    who: 'intake.accept',
    params,
    body: ReturnOriginals,
    reply: Acted,
    refuses: [...refuses, NothingKept],
    handle: (tx, { actor, now, params, body }) => returnOriginals(tx, params.id, body, actor, now),
  }),
]
