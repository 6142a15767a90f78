import { Type } from 'typebox'
import { DivisionCode, Divisions, DivisionWithAbove, OrganisationView, PlaceList, Uscc } from '../../modules/region/contract.ts'
import { endpoint } from '../endpoint.ts'

const params = Type.Object({ code: DivisionCode }, { additionalProperties: false })

export const readDivision = endpoint({ method: 'GET', path: '/regions/:code', params, reply: DivisionWithAbove })
export const listDivisionsBelow = endpoint({ method: 'GET', path: '/regions/:code/children', params, reply: Divisions })
export const listProvinces = endpoint({ method: 'GET', path: '/regions', reply: Divisions })
export const listPlaces = endpoint({
  method: 'GET',
  path: '/places',
  query: Type.Object(
    { area: Type.Optional(DivisionCode), limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }) },
    { additionalProperties: false },
  ),
  reply: PlaceList,
})
export const readOrganisation = endpoint({
  method: 'GET',
  path: '/organisations/:uscc',
  params: Type.Object({ uscc: Uscc }, { additionalProperties: false }),
  reply: OrganisationView,
})
