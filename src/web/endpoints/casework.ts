import { Type } from 'typebox'
import {
  CaseCursor,
  CaseId,
  CaseList,
  CaseView,
  DayText,
  DeskTray,
  ExplainedTimer,
  MineAsked,
  MyCases,
} from '../../modules/casework/contract.ts'
import { FigureAsked, FigureCases, Glance } from '../../modules/casework/figures/contract.ts'
import { Looks, LooksAsked } from '../../modules/casework/seen/contract.ts'
import { Waiting } from '../../modules/casework/waiting/contract.ts'
import { endpoint } from '../endpoint.ts'

export const listMyCases = endpoint({
  method: 'GET',
  path: '/cases/mine',
  query: MineAsked,
  reply: MyCases,
})
export const readCase = endpoint({
  method: 'GET',
  path: '/cases/:id',
  params: Type.Object({ id: CaseId }, { additionalProperties: false }),
  reply: CaseView,
})
export const listDeskCases = endpoint({
  method: 'GET',
  path: '/desk/cases',
  query: Type.Object(
    {
      organisation: Type.String({ pattern: '^[0-9A-Z]{18}$', maxLength: 18 }),
      state: DeskTray,
      after: Type.Optional(CaseCursor),
    },
    { additionalProperties: false },
  ),
  reply: CaseList,
})
export const readWaiting = endpoint({ method: 'GET', path: '/desk/waiting', reply: Waiting })
export const explainTimer = endpoint({
  method: 'GET',
  path: '/cases/:id/timers/:code',
  params: Type.Object(
    { id: CaseId, code: Type.String({ pattern: '^[A-Za-z_:0-9]{1,60}$', maxLength: 60 }) },
    { additionalProperties: false },
  ),
  query: Type.Object({ asOf: Type.Optional(DayText) }, { additionalProperties: false }),
  reply: ExplainedTimer,
})
export const listLooks = endpoint({ method: 'GET', path: '/me/seen', query: LooksAsked, reply: Looks })
export const readGlance = endpoint({ method: 'GET', path: '/figures', reply: Glance })
export const listFigureCases = endpoint({ method: 'GET', path: '/figures/cases', query: FigureAsked, reply: FigureCases })
