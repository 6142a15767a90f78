import { Type } from 'typebox'
import { Acted, CaseId, Proof } from '../../modules/casework/contract.ts'
import { FileId, Uploaded } from '../../modules/document/contract.ts'
import { Applicants, OfItem } from '../../modules/intake/applicants/contract.ts'
import { Progress, Submitted, Supplement } from '../../modules/intake/contract.ts'
import { DraftList, DraftOpened, DraftView, NewDraft, ResumeCode, Saved, Saving } from '../../modules/intake/drafts/contract.ts'
import { endpoint } from '../endpoint.ts'

const closed = { additionalProperties: false } as const
const params = Type.Object({ id: FileId }, closed)
const nothing = Type.Object({}, closed)

export const listApplicants = endpoint({ method: 'GET', path: '/items/:code/applicants', params: OfItem, reply: Applicants })
export const openDraft = endpoint({ method: 'POST', path: '/drafts', body: NewDraft, reply: DraftOpened })
export const listMyDrafts = endpoint({ method: 'GET', path: '/drafts', reply: DraftList })
export const readDraft = endpoint({ method: 'GET', path: '/drafts/:id', params, reply: DraftView })
export const saveAnswer = endpoint({ method: 'POST', path: '/drafts/:id/answers', params, body: Saving, reply: Saved })
export const adoptVersion = endpoint({
  method: 'POST',
  path: '/drafts/:id/version',
  params,
  body: Type.Object({ versionId: FileId }, closed),
  reply: DraftOpened,
})
export const removeDraft = endpoint({ method: 'POST', path: '/drafts/:id/delete', params, body: nothing, reply: nothing })
export const giveDraftCode = endpoint({ method: 'POST', path: '/drafts/:id/code', params, body: nothing, reply: ResumeCode })
export const submitDraft = endpoint({ method: 'POST', path: '/drafts/:id/submit', params, body: nothing, reply: Submitted })
export const uploadFile = endpoint({ method: 'POST', path: '/files', upload: true, reply: Uploaded })
export const readEvents = endpoint({
  method: 'GET',
  path: '/cases/:id/events',
  params: Type.Object({ id: CaseId }, closed),
  reply: Type.Object({ events: Type.Array(Type.Record(Type.String(), Type.Unknown())) }, closed),
})
export const readProof = endpoint({
  method: 'GET',
  path: '/cases/:id/events/:seq/proof',
  params: Type.Object({ id: CaseId, seq: Type.Integer({ minimum: 1, maximum: 1_000_000 }) }, closed),
  reply: Type.Object({ proof: Proof }, closed),
})
export const readProgress = endpoint({
  method: 'GET',
  path: '/progress',
  query: Type.Object({ number: Type.String({ maxLength: 50 }), code: Type.String({ maxLength: 16 }) }, closed),
  reply: Progress,
})
const ofCase = Type.Object({ id: CaseId }, closed)
export const supplyCase = endpoint({ method: 'POST', path: '/cases/:id/supply', params: ofCase, body: Supplement, reply: Acted })
export const withdrawCase = endpoint({ method: 'POST', path: '/cases/:id/withdraw', params: ofCase, body: nothing, reply: Acted })
