import { Type } from 'typebox'
import { DecidingAtOnce } from '../../modules/approval/contract.ts'
import { Acted, CaseId } from '../../modules/casework/contract.ts'
import { HandOver } from '../../modules/delivery/contract.ts'
import { Identifier, MaskedPerson, PersonId, PersonRegistered, RegisterPerson } from '../../modules/identity/contract.ts'
import { CorrectionNotice, Supplement, TurnAway } from '../../modules/intake/contract.ts'
import { Checklist, KeepOriginals, ReturnOriginals, Trays } from '../../modules/intake/desk/contract.ts'
import { DraftList, DraftOpened } from '../../modules/intake/drafts/contract.ts'
import { Accepting, ConfirmingExpiry } from '../../modules/intake/renewal/contract.ts'
import { Delivery } from '../../modules/notification/contract.ts'
import { endpoint } from '../endpoint.ts'

const closed = { additionalProperties: false } as const
const params = Type.Object({ id: CaseId }, closed)
const Organisation = Type.String({ pattern: '^[0-9A-Z]{18}$', maxLength: 18 })

export const findPerson = endpoint({
  method: 'POST',
  path: '/persons/find',
  body: Type.Object({ identifier: Identifier }, closed),
  reply: Type.Object({ person: Type.Union([MaskedPerson, Type.Null()]) }, closed),
})
export const registerPerson = endpoint({ method: 'POST', path: '/persons', body: RegisterPerson, reply: PersonRegistered })

export const readTrays = endpoint({
  method: 'GET',
  path: '/desk/trays',
  query: Type.Object({ organisation: Type.Optional(Organisation) }, closed),
  reply: Trays,
})
export const listDeskDrafts = endpoint({
  method: 'GET',
  path: '/desk/drafts',
  query: Type.Object({ organisation: Type.Optional(Organisation), applicant: Type.Optional(PersonId) }, closed),
  reply: DraftList,
})
export const resumeDraft = endpoint({
  method: 'POST',
  path: '/drafts/resume',
  body: Type.Object({ code: Type.String({ minLength: 1, maxLength: 32 }) }, closed),
  reply: DraftOpened,
})
export const findNumbered = endpoint({
  method: 'GET',
  path: '/desk/numbered',
  query: Type.Object({ number: Type.String({ maxLength: 50 }) }, closed),
  reply: Type.Object({ caseId: CaseId }, closed),
})

export const readChecklist = endpoint({ method: 'GET', path: '/cases/:id/checklist', params, reply: Checklist })
export const readApplication = endpoint({
  method: 'GET',
  path: '/cases/:id/application',
  params,
  reply: Type.Object({ facts: Type.Record(Type.String(), Type.Unknown()) }, closed),
})
export const listDeliveries = endpoint({
  method: 'GET',
  path: '/cases/:id/messages',
  params,
  reply: Type.Object({ deliveries: Type.Array(Delivery, { maxItems: 1_000 }) }, closed),
})

export const acceptCase = endpoint({ method: 'POST', path: '/cases/:id/accept', params, body: Accepting, reply: Acted })
export const confirmExpiry = endpoint({
  method: 'POST',
  path: '/cases/:id/confirm-expiry',
  params,
  body: ConfirmingExpiry,
  reply: Acted,
})
export const askCorrection = endpoint({
  method: 'POST',
  path: '/cases/:id/ask-correction',
  params,
  body: CorrectionNotice,
  reply: Acted,
})
export const turnAwayCase = endpoint({ method: 'POST', path: '/cases/:id/turn-away', params, body: TurnAway, reply: Acted })
export const supplyCase = endpoint({ method: 'POST', path: '/cases/:id/supply', params, body: Supplement, reply: Acted })
export const decideAtOnce = endpoint({
  method: 'POST',
  path: '/cases/:id/decide-at-once',
  params,
  body: DecidingAtOnce,
  reply: Acted,
})
export const handOverResult = endpoint({ method: 'POST', path: '/cases/:id/hand-over', params, body: HandOver, reply: Acted })
export const keepOriginals = endpoint({
  method: 'POST',
  path: '/cases/:id/originals/keep',
  params,
  body: KeepOriginals,
  reply: Acted,
})
export const returnOriginals = endpoint({
  method: 'POST',
  path: '/cases/:id/originals/return',
  params,
  body: ReturnOriginals,
  reply: Acted,
})
