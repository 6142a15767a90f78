import { Type } from 'typebox'
import type { BlobStore } from '../../kernel/files/index.ts'
import { NotFound, type Route, route } from '../../kernel/http/index.ts'
import type { Stream } from '../../kernel/log/index.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { DayInvalid } from '../clock/index.ts'
import { documentsOfCase, findFile, openFile } from '../document/index.ts'
import { Delivery } from '../notification/index.ts'
import {
  Acted,
  CaseCursor,
  CaseId,
  CaseList,
  CaseView,
  CorrectionProposal,
  DayText,
  DeskTray,
  Erasing,
  ExplainedTimer,
  MineAsked,
  MyCases,
  NoPower,
  NotAllowed,
  NothingProposed,
  Proof,
  ReceiptTooLate,
  SecondPerson,
  StillOpen,
  UnknownCase,
  UnknownFact,
  UnknownTimer,
  VoidProposal,
} from './contract.ts'
import { eraseOnOrder } from './erase.ts'
import { deliveries } from './messages.ts'
import { Looks, LooksAsked } from './seen/contract.ts'
import { looksAt } from './seen/service.ts'
import { acted, read } from './service.ts'
import { confirmCorrection, confirmVoid, dismissProposal, proposeCorrection, proposeVoid } from './undo.ts'
import { application, casesAtDesk, casesOf, explainTimer, history, proof, view } from './views.ts'
import { Waiting } from './waiting/contract.ts'
import { waitingFor } from './waiting/service.ts'

const closed = { additionalProperties: false }
const params = Type.Object({ id: CaseId }, closed)
const nothing = Type.Object({}, closed)
const actRefusals = [UnknownCase, NotAllowed, NoPower]

/** @param house all streams, for proofs, and where the printed letters are */
export function routesOf(house: { streams: readonly Stream[]; blobs: BlobStore }): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/cases/mine',
      summary: '我的和我代办的办件，新的在前；person 只看一人的，turn=mine 只看轮到申请人的，after 为上一页的 next',
      who: 'signedIn',
      query: MineAsked,
      reply: MyCases,
      refuses: [],
      handle: (tx, { actor, now, query }) => casesOf(tx, query, actor, now),
    }),
    route({
      method: 'GET',
      path: '/me/seen',
      summary: '谁看过我的信息：哪个机关、哪个岗位、为哪一件、看了什么；before 为上一页的 next',
      who: 'signedIn',
      query: LooksAsked,
      reply: Looks,
      refuses: [],
      handle: (tx, { actor, query }) => looksAt(tx, query.before ?? null, actor),
    }),
    route({
      method: 'GET',
      path: '/desk/cases',
      summary: '本机关的办件，最紧的时限在前；after 为上一页的 next',
      who: 'casework.read',
      query: Type.Object(
        {
          organisation: Type.String({ pattern: '^[0-9A-Z]{18}$', maxLength: 18 }),
          state: DeskTray,
          after: Type.Optional(CaseCursor),
        },
        closed,
      ),
      reply: CaseList,
      refuses: [NoPower],
      handle: (tx, { actor, now, query }) => casesAtDesk(tx, query, actor, now),
    }),
    route({
      method: 'GET',
      path: '/desk/waiting',
      summary: '本人在岗各机关的待办件数：一种状态数到一百件为止，连同最近的到期日',
      who: 'casework.read',
      reply: Waiting,
      refuses: [],
      handle: (tx, { actor }) => waitingFor(tx, actor),
    }),
    route({
      method: 'GET',
      path: '/cases/:id',
      summary: '办件',
      who: 'signedIn',
      params,
      reply: CaseView,
      refuses: [UnknownCase],
      handle: (tx, { actor, now, params }) => view(tx, params.id, actor, now),
    }),
    route({
      method: 'GET',
      path: '/cases/:id/application',
      summary: '申请内容（查阅留痕）',
      who: 'signedIn',
      params,
      reply: Type.Object({ facts: Type.Record(Type.String(), Type.Unknown()) }, closed),
      refuses: [UnknownCase],
      handle: (tx, { actor, now, params }) => application(tx, params.id, actor, now),
    }),
    route({
      method: 'GET',
      path: '/cases/:id/timers/:code',
      summary: '为什么是这一天：期限的逐日说明',
      who: 'signedIn',
      params: Type.Object({ id: CaseId, code: Type.String({ pattern: '^[A-Za-z_:0-9]{1,60}$', maxLength: 60 }) }, closed),
      query: Type.Object({ asOf: Type.Optional(DayText) }, closed),
      reply: ExplainedTimer,
      refuses: [UnknownCase, UnknownTimer, DayInvalid],
      handle: (tx, { actor, now, params, query }) => explainTimer(tx, params.id, params.code, query.asOf ?? null, actor, now),
    }),
    route({
      method: 'GET',
      path: '/cases/:id/events',
      summary: '办件全过程记录',
      who: 'signedIn',
      params,
      reply: Type.Object({ events: Type.Array(Type.Record(Type.String(), Type.Unknown())) }, closed),
      refuses: [UnknownCase],
      handle: (tx, { actor, now, params }) => history(tx, params.id, actor, now),
    }),
    route({
      method: 'GET',
      path: '/cases/:id/events/:seq/proof',
      summary: '记录已封存的证明',
      who: 'signedIn',
      params: Type.Object({ id: CaseId, seq: Type.Integer({ minimum: 1, maximum: 1_000_000 }) }, closed),
      reply: Type.Object({ proof: Proof }, closed),
      refuses: [UnknownCase],
      handle: async (tx, { actor, now, params }) => ({
        proof: await proof(tx, house.streams, params.id, params.seq, actor, now),
      }),
    }),
    route({
      method: 'GET',
      path: '/cases/:id/messages',
      summary: '告知申请人的消息是否送到',
      who: 'casework.read',
      params,
      reply: Type.Object({ deliveries: Type.Array(Delivery, { maxItems: 1_000 }) }, closed),
      refuses: [UnknownCase, NoPower],
      handle: (tx, { actor, params }) => deliveries(tx, params.id, actor),
    }),
    route({
      method: 'GET',
      path: '/cases/:id/documents/:documentId',
      summary: '下载文书',
      who: 'signedIn',
      params: Type.Object({ id: CaseId, documentId: CaseId }, closed),
      reply: 'file',
      refuses: [UnknownCase, NotFound],
      handle: async (tx, { actor, now, params }) => {
        await read(tx, params.id, actor, now)
        const row = (await documentsOfCase(tx, params.id)).find((document) => document.documentId === params.documentId)
        const file = row === undefined || row.fileId === null ? null : await findFile(tx, row.fileId)
        if (file === null) throw new Refusal(NotFound, {})
        return { name: file.name, mediaType: file.mediaType, content: openFile(house.blobs, file) }
      },
    }),
    route({
      method: 'POST',
      path: '/cases/:id/void/propose',
      summary: '提议作废',
      who: 'casework.void_propose',
      params,
      body: VoidProposal,
      reply: Acted,
      refuses: actRefusals,
      handle: async (tx, { actor, now, params, body }) => acted(await proposeVoid(tx, params.id, body, actor, now)),
    }),
    route({
      method: 'POST',
      path: '/cases/:id/void/confirm',
      summary: '确认作废（须另一人）',
      who: 'casework.void_confirm',
      params,
      body: nothing,
      reply: Acted,
      refuses: [...actRefusals, SecondPerson, NothingProposed],
      handle: async (tx, { actor, now, params }) => acted(await confirmVoid(tx, params.id, actor, now)),
    }),
    route({
      method: 'POST',
      path: '/cases/:id/correction/propose',
      summary: '提议更正',
      who: 'casework.correct',
      params,
      body: CorrectionProposal,
      reply: Acted,
      refuses: [...actRefusals, UnknownFact, ReceiptTooLate, DayInvalid],
      handle: async (tx, { actor, now, params, body }) => acted(await proposeCorrection(tx, params.id, body, actor, now)),
    }),
    route({
      method: 'POST',
      path: '/cases/:id/correction/confirm',
      summary: '确认更正（须另一人）',
      who: 'casework.correct',
      params,
      body: nothing,
      reply: Acted,
      refuses: [...actRefusals, SecondPerson, NothingProposed, ReceiptTooLate],
      handle: async (tx, { actor, now, params }) => acted(await confirmCorrection(tx, params.id, actor, now)),
    }),
    route({
      method: 'POST',
      path: '/cases/:id/erase',
      summary: '删除办件中的个人信息（记录保留，内容不可恢复）',
      who: 'casework.erase',
      params,
      body: Erasing,
      reply: Acted,
      refuses: [...actRefusals, StillOpen],
      handle: async (tx, { actor, now, params, body }) => acted(await eraseOnOrder(tx, params.id, body, actor, now)),
    }),
    route({
      method: 'POST',
      path: '/cases/:id/proposal/dismiss',
      summary: '否决作废或更正提议',
      who: 'casework.void_confirm',
      params,
      body: nothing,
      reply: Acted,
      refuses: [...actRefusals, NothingProposed],
      handle: async (tx, { actor, now, params }) => acted(await dismissProposal(tx, params.id, actor, now)),
    }),
  ]
}
