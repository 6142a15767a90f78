import { Type } from 'typebox'
import { NamedPreview } from '../../modules/casework/redate/contract.ts'
import {
  DayDifference,
  DayText,
  Entered,
  Entry,
  Layer,
  LayerCode,
  ListedLayer,
  ListedLimits,
  ListedNotice,
  YearDay,
} from '../../modules/clock/contract.ts'
import { endpoint } from '../endpoint.ts'

const closed = { additionalProperties: false } as const
const params = Type.Object({ code: LayerCode }, closed)
const ofYear = Type.Object({ code: LayerCode, year: Type.Integer({ minimum: 1949, maximum: 2199 }) }, closed)

export const listLimits = endpoint({ method: 'GET', path: '/limits', reply: ListedLimits })
export const listLayers = endpoint({
  method: 'GET',
  path: '/calendar/layers',
  reply: Type.Object({ layers: Type.Array(ListedLayer, { maxItems: 5_000 }) }, closed),
})
export const listNotices = endpoint({
  method: 'GET',
  path: '/calendar/layers/:code/notices',
  params,
  reply: Type.Object({ notices: Type.Array(ListedNotice, { maxItems: 1_000 }) }, closed),
})
export const readYear = endpoint({
  method: 'GET',
  path: '/calendar/layers/:code/years/:year',
  params: ofYear,
  query: Type.Object({ asOf: Type.Optional(DayText) }, closed),
  reply: Type.Object({ layer: Layer, days: Type.Array(YearDay, { maxItems: 366 }) }, closed),
})
export const compareYear = endpoint({
  method: 'GET',
  path: '/calendar/layers/:code/years/:year/compare',
  params: ofYear,
  query: Type.Object({ before: DayText, after: DayText }, closed),
  reply: Type.Object({ days: Type.Array(DayDifference, { maxItems: 366 }) }, closed),
})
export const previewEntry = endpoint({
  method: 'POST',
  path: '/calendar/layers/:code/preview',
  params,
  body: Entry,
  reply: NamedPreview,
})
export const enterNotice = endpoint({
  method: 'POST',
  path: '/calendar/layers/:code/notices',
  params,
  body: Entry,
  reply: Entered,
})
