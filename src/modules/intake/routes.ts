import { Type } from 'typebox'
import { type Route, route } from '../../kernel/http/index.ts'
import { Acted, CaseId, letterRefusals, NoPower, NotAllowed, UnknownCase, withPreview } from '../casework/index.ts'
import { NotReady, Suspended, UnknownItem, Withdrawn } from '../catalogue/index.ts'
import { DayInvalid } from '../clock/index.ts'
import { UnknownFile } from '../document/index.ts'
import {
  BadForm,
  BeyondGuide,
  CorrectionNotice,
  Incomplete,
  NoApplicant,
  NotShort,
  NotYourPerson,
  OrganMissing,
  PaperAtWindow,
  Progress,
  SecondNotice,
  Submission,
  Submitted,
  Supplement,
  TooManyTries,
  TurnAway,
  WrongQuery,
} from './contract.ts'
import { deskRoutes } from './desk/routes.ts'
import { draftRoutes } from './drafts/routes.ts'
import { progress } from './progress/service.ts'
import { Accepting, ConfirmingExpiry, ExpiryNeeded, NoRenewal } from './renewal/contract.ts'
import { accept, askCorrection, confirmExpiry, turnAway, withdraw } from './service/answering.ts'
import { submit, supply } from './service/submitting.ts'

const params = Type.Object({ id: CaseId }, { additionalProperties: false })
const nothing = Type.Object({}, { additionalProperties: false })
const caseRefusals = [UnknownCase, NotAllowed, NoPower]

export const routes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/cases',
    summary: '提交申请',
    who: 'signedIn',
    body: Submission,
    reply: Submitted,
    refuses: [
      UnknownItem,
      Withdrawn,
      Suspended,
      NotReady,
      BadForm,
      BeyondGuide,
      PaperAtWindow,
      NotYourPerson,
      NoApplicant,
      UnknownFile,
      ...letterRefusals,
    ],
    handle: (tx, { actor, now, body }) => submit(tx, body, actor, now),
  }),
  ...withPreview(
    route({
      method: 'POST',
      path: '/cases/:id/ask-correction',
      summary: '一次性告知补正',
      who: 'intake.accept',
      params,
      body: CorrectionNotice,
      reply: Acted,
      refuses: [...caseRefusals, ...letterRefusals, BeyondGuide, NotShort, SecondNotice],
      handle: (tx, { actor, now, params, body }) => askCorrection(tx, params.id, body, actor, now),
    }),
  ),
  route({
    method: 'POST',
    path: '/cases/:id/supply',
    summary: '提交补正材料',
    who: 'signedIn',
    params,
    body: Supplement,
    reply: Acted,
    refuses: [...caseRefusals, BeyondGuide, PaperAtWindow, Incomplete, UnknownFile],
    handle: (tx, { actor, now, params, body }) => supply(tx, params.id, body, actor, now),
  }),
  ...withPreview(
    route({
      method: 'POST',
      path: '/cases/:id/accept',
      summary: '受理',
      who: 'intake.accept',
      params,
      body: Accepting,
      reply: Acted,
      refuses: [...caseRefusals, ...letterRefusals, Incomplete, ExpiryNeeded, NoRenewal, DayInvalid],
      handle: (tx, { actor, now, params, body }) => accept(tx, params.id, body, actor, now),
    }),
  ),
  route({
    method: 'POST',
    path: '/cases/:id/confirm-expiry',
    summary: '核定有效期届满日（延续）',
    who: 'approval.review',
    params,
    body: ConfirmingExpiry,
    reply: Acted,
    refuses: [...caseRefusals, NoRenewal, DayInvalid],
    handle: (tx, { actor, now, params, body }) => confirmExpiry(tx, params.id, body, actor, now),
  }),
  ...withPreview(
    route({
      method: 'POST',
      path: '/cases/:id/turn-away',
      summary: '不予受理',
      who: 'intake.accept',
      params,
      body: TurnAway,
      reply: Acted,
      refuses: [...caseRefusals, ...letterRefusals, OrganMissing],
      handle: (tx, { actor, now, params, body }) => turnAway(tx, params.id, body, actor, now),
    }),
  ),
  route({
    method: 'POST',
    path: '/cases/:id/withdraw',
    summary: '撤回申请',
    who: 'signedIn',
    params,
    body: nothing,
    reply: Acted,
    refuses: [...caseRefusals, ...letterRefusals],
    handle: (tx, { actor, now, params }) => withdraw(tx, params.id, actor, now),
  }),
  route({
    method: 'GET',
    path: '/progress',
    summary: '凭办件编号和查询码查进度',
    who: 'anyone',
    query: Type.Object(
      { number: Type.String({ maxLength: 50 }), code: Type.String({ maxLength: 16 }) },
      { additionalProperties: false },
    ),
    reply: Progress,
    refuses: [WrongQuery, TooManyTries],
    limit: { times: 300, withinMs: 60_000 },
    handle: (tx, { now, query, address }) => progress(tx, { ...query, address }, now),
  }),
  ...draftRoutes,
  ...deskRoutes,
]
