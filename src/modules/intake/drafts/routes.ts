import { Type } from 'typebox'
import { type Route, route } from '../../../kernel/http/index.ts'
import { uuidPattern } from '../../../kernel/uuid.ts'
import { letterRefusals, NoPower } from '../../casework/index.ts'
import { NotReady, Suspended, UnknownItem, Withdrawn } from '../../catalogue/index.ts'
import { UnknownFile } from '../../document/index.ts'
import { Applicants, OfItem } from '../applicants/contract.ts'
import { applicantsFor } from '../applicants/service.ts'
import { BadForm, BeyondGuide, NoApplicant, NotYourPerson, PaperAtWindow, Submitted } from '../contract.ts'
import {
  DraftConflict,
  DraftList,
  DraftOpened,
  DraftView,
  NewDraft,
  ResumeCode,
  Saved,
  Saving,
  TooManyDrafts,
  UnknownDraft,
  VersionChanged,
  WrongDraftCode,
} from './contract.ts'
import { removeDraft, submitDraft } from './service/ending.ts'
import { giveCode, openDraft, takeUp } from './service/opening.ts'
import { draftsAtDesk, ownDrafts, readDraft } from './service/reading.ts'
import { adoptVersion, saveAnswer } from './service/saving.ts'

const closed = { additionalProperties: false }
const Id = Type.String({ pattern: uuidPattern, maxLength: 36 })
const params = Type.Object({ id: Id }, closed)
const nothing = Type.Object({}, closed)
const itemRefusals = [UnknownItem, Withdrawn, Suspended, NotReady]

export const draftRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/items/:code/applicants',
    summary: '可以为谁申请这个事项：本人、所代表的单位、委托人',
    who: 'signedIn',
    params: OfItem,
    reply: Applicants,
    refuses: [],
    handle: (tx, { actor, now, params }) => applicantsFor(tx, params.code, actor, now),
  }),
  route({
    method: 'POST',
    path: '/drafts',
    summary: '开始填写申请（草稿）',
    who: 'signedIn',
    body: NewDraft,
    reply: DraftOpened,
    refuses: [...itemRefusals, NotYourPerson, NoApplicant, TooManyDrafts],
    handle: (tx, { actor, now, body }) => openDraft(tx, body, actor, now),
  }),
  route({
    method: 'GET',
    path: '/drafts',
    summary: '我的草稿，最近修改的在前',
    who: 'signedIn',
    reply: DraftList,
    refuses: [],
    handle: (tx, { actor, now }) => ownDrafts(tx, actor, now),
  }),
  route({
    method: 'GET',
    path: '/desk/drafts',
    summary: '本机关窗口未办完的草稿；不写 organisation 看本人在岗的全部机关，applicant 只看一位申请人的',
    who: 'intake.accept',
    query: Type.Object(
      {
        organisation: Type.Optional(Type.String({ pattern: '^[0-9A-Z]{18}$', maxLength: 18 })),
        applicant: Type.Optional(Id),
      },
      closed,
    ),
    reply: DraftList,
    refuses: [NoPower],
    handle: (tx, { actor, now, query }) => draftsAtDesk(tx, query, actor, now),
  }),
  route({
    method: 'POST',
    path: '/drafts/resume',
    summary: '凭续办码在另一设备或窗口继续填写',
    who: 'signedIn',
    body: Type.Object({ code: Type.String({ minLength: 1, maxLength: 32 }) }, closed),
    reply: DraftOpened,
    refuses: [WrongDraftCode],
    limit: { times: 30, withinMs: 60_000 },
    handle: (tx, { actor, now, body }) => takeUp(tx, body.code, actor, now),
  }),
  route({
    method: 'GET',
    path: '/drafts/:id',
    summary: '一份草稿：所问、所答、各部分的完成情况',
    who: 'signedIn',
    params,
    reply: DraftView,
    refuses: [UnknownDraft],
    handle: (tx, { actor, now, params }) => readDraft(tx, params.id, actor, now),
  }),
  route({
    method: 'POST',
    path: '/drafts/:id/answers',
    summary: '保存草稿中的一项',
    who: 'signedIn',
    params,
    body: Saving,
    reply: Saved,
    refuses: [UnknownDraft, BadForm, BeyondGuide, PaperAtWindow, UnknownFile, DraftConflict],
    handle: (tx, { actor, now, params, body }) => saveAnswer(tx, params.id, body, actor, now),
  }),
  route({
    method: 'POST',
    path: '/drafts/:id/version',
    summary: '核对事项更新后按现行版本继续',
    who: 'signedIn',
    params,
    body: Type.Object({ versionId: Id }, closed),
    reply: DraftOpened,
    refuses: [UnknownDraft, VersionChanged],
    handle: (tx, { actor, now, params, body }) => adoptVersion(tx, params.id, body.versionId, actor, now),
  }),
  route({
    method: 'POST',
    path: '/drafts/:id/code',
    summary: '生成续办码',
    who: 'signedIn',
    params,
    body: nothing,
    reply: ResumeCode,
    refuses: [UnknownDraft],
    repeatable: true,
    handle: (tx, { actor, now, params }) => giveCode(tx, params.id, actor, now),
  }),
  route({
    method: 'POST',
    path: '/drafts/:id/delete',
    summary: '删除草稿',
    who: 'signedIn',
    params,
    body: nothing,
    reply: nothing,
    refuses: [UnknownDraft],
    handle: async (tx, { actor, now, params }) => {
      await removeDraft(tx, params.id, actor, now)
      return {}
    },
  }),
  route({
    method: 'POST',
    path: '/drafts/:id/submit',
    summary: '提交草稿',
    who: 'signedIn',
    params,
    body: nothing,
    reply: Submitted,
    refuses: [
      UnknownDraft,
      VersionChanged,
      ...itemRefusals,
      BadForm,
      BeyondGuide,
      PaperAtWindow,
      NotYourPerson,
      NoApplicant,
      UnknownFile,
      ...letterRefusals,
    ],
    handle: (tx, { actor, now, params }) => submitDraft(tx, params.id, actor, now),
  }),
]
