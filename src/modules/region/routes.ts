import { Type } from 'typebox'
import { type Route, route } from '../../kernel/http/index.ts'
import {
  BeyondReach,
  DivisionCode,
  Divisions,
  DivisionWithAbove,
  OrganisationSettings,
  OrganisationView,
  PlaceCode,
  PlaceList,
  PlaceSettings,
  UnknownDivision,
  UnknownOrganisation,
  UnknownPlace,
  Uscc,
  WindowSettings,
} from './contract.ts'
import { chainOf, childrenOf, placesFor, provinces } from './service.ts'
import { changeOrganisation, changePlace, changeWindow, organisation } from './settings.ts'

const closed = { additionalProperties: false }
const done = Type.Object({}, closed)
const params = Type.Object({ code: DivisionCode }, { additionalProperties: false })

export const routes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/regions',
    summary: '省、自治区、直辖市',
    who: 'anyone',
    reply: Divisions,
    refuses: [],
    handle: async (tx) => ({ divisions: await provinces(tx) }),
  }),
  route({
    method: 'GET',
    path: '/regions/:code',
    summary: '区划及其上级',
    who: 'anyone',
    params,
    reply: DivisionWithAbove,
    refuses: [UnknownDivision],
    handle: async (tx, { params }) => {
      const [division, ...above] = await chainOf(tx, params.code)
      return { division, above }
    },
  }),
  route({
    method: 'GET',
    path: '/regions/:code/children',
    summary: '下一级区划',
    who: 'anyone',
    params,
    reply: Divisions,
    refuses: [UnknownDivision],
    handle: async (tx, { params }) => ({ divisions: await childrenOf(tx, params.code) }),
  }),
  route({
    method: 'GET',
    path: '/organisations/:uscc',
    summary: '实施机关',
    who: 'anyone',
    params: Type.Object({ uscc: Uscc }, closed),
    reply: OrganisationView,
    refuses: [UnknownOrganisation],
    handle: (tx, { params }) => organisation(tx, params.uscc),
  }),
  route({
    method: 'POST',
    path: '/organisations/:uscc',
    summary: '设置机关代字、复议机关和法院，调整所属区划',
    who: 'region.manage',
    params: Type.Object({ uscc: Uscc }, closed),
    body: OrganisationSettings,
    reply: done,
    refuses: [BeyondReach, UnknownOrganisation, UnknownDivision],
    handle: async (tx, { actor, now, params, body }) => {
      await changeOrganisation(tx, params.uscc, body, actor, now)
      return {}
    },
  }),
  route({
    method: 'GET',
    path: '/places',
    summary: '政务服务场所：本地的在前，其次上级的、下级的',
    who: 'anyone',
    query: Type.Object(
      { area: Type.Optional(DivisionCode), limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }) },
      closed,
    ),
    reply: PlaceList,
    refuses: [],
    handle: async (tx, { query }) => ({ places: await placesFor(tx, query.area, query.limit) }),
  }),
  route({
    method: 'POST',
    path: '/places/:code',
    summary: '设置服务场所',
    who: 'region.manage',
    params: Type.Object({ code: PlaceCode }, closed),
    body: PlaceSettings,
    reply: done,
    refuses: [BeyondReach, UnknownDivision],
    handle: async (tx, { actor, now, params, body }) => {
      await changePlace(tx, params.code, body, actor, now)
      return {}
    },
  }),
  route({
    method: 'POST',
    path: '/places/:code/windows/:window',
    summary: '设置窗口',
    who: 'region.manage',
    params: Type.Object({ code: PlaceCode, window: PlaceCode }, closed),
    body: WindowSettings,
    reply: done,
    refuses: [BeyondReach, UnknownPlace],
    handle: async (tx, { actor, now, params, body }) => {
      await changeWindow(tx, params.code, params.window, body, actor, now)
      return {}
    },
  }),
]
