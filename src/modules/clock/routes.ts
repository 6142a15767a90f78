import { Type } from 'typebox'
import { type Route, route } from '../../kernel/http/index.ts'
import { UnknownDivision } from '../region/index.ts'
import {
  ClosureInvalid,
  DayDifference,
  DayInvalid,
  DayText,
  DayTwice,
  Entered,
  Entry,
  Layer,
  LayerCode,
  ListedLayer,
  ListedLimits,
  ListedNotice,
  NothingToWithdraw,
  NoticeConflict,
  NoticeNotYetKnown,
  UnknownLayer,
  YearDay,
} from './contract.ts'
import { limits } from './limits.ts'
import { compare, enter, layers, mostLayers, mostNotices, notices, year } from './service.ts'

const closed = { additionalProperties: false }
const Year = Type.Integer({ minimum: 1949, maximum: 2199 })

/** What an entry may be refused for: as entered, and as previewed. */
export const entryRefusals = [
  UnknownLayer,
  UnknownDivision,
  DayInvalid,
  DayTwice,
  ClosureInvalid,
  NothingToWithdraw,
  NoticeNotYetKnown,
]

/** Which days are worked is public; who enters them is not. */
export const routes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/limits',
    summary: '期限怎么算：每项时限的依据、算法、什么使它停止，以及以今天为例的推算',
    who: 'anyone',
    reply: ListedLimits,
    refuses: [],
    handle: async (tx, { now }) => ({ limits: await limits(tx, now) }),
  }),
  route({
    method: 'GET',
    path: '/calendar/layers',
    summary: '日历各层：全国、区划、服务场所、窗口',
    who: 'anyone',
    reply: Type.Object({ layers: Type.Array(ListedLayer, { maxItems: mostLayers }) }, closed),
    refuses: [],
    handle: async (tx) => ({ layers: await layers(tx) }),
  }),
  route({
    method: 'GET',
    path: '/calendar/layers/:code/notices',
    summary: '一层日历的通知，后录入的在前',
    who: 'anyone',
    params: Type.Object({ code: LayerCode }, closed),
    reply: Type.Object({ notices: Type.Array(ListedNotice, { maxItems: mostNotices }) }, closed),
    refuses: [],
    handle: async (tx, { params }) => ({ notices: await notices(tx, params.code) }),
  }),
  route({
    method: 'GET',
    path: '/calendar/layers/:code/years/:year',
    summary: '一年的工作日，可按某日已公布的安排',
    who: 'anyone',
    params: Type.Object({ code: LayerCode, year: Year }, closed),
    query: Type.Object({ asOf: Type.Optional(DayText) }, closed),
    reply: Type.Object({ layer: Layer, days: Type.Array(YearDay, { maxItems: 366 }) }, closed),
    refuses: [UnknownLayer, UnknownDivision, DayInvalid],
    handle: (tx, { params, query }) => year(tx, params.code, params.year, query.asOf ?? null),
  }),
  route({
    method: 'GET',
    path: '/calendar/layers/:code/years/:year/compare',
    summary: '两个日期各自已公布的安排有哪些不同',
    who: 'anyone',
    params: Type.Object({ code: LayerCode, year: Year }, closed),
    query: Type.Object({ before: DayText, after: DayText }, closed),
    reply: Type.Object({ days: Type.Array(DayDifference, { maxItems: 366 }) }, closed),
    refuses: [UnknownLayer, UnknownDivision, DayInvalid],
    handle: async (tx, { params, query }) => ({ days: await compare(tx, params.code, params.year, query) }),
  }),
  route({
    method: 'POST',
    path: '/calendar/layers/:code/notices',
    summary: '录入放假通知或者停止办公，或者撤销',
    who: 'calendar.manage',
    params: Type.Object({ code: LayerCode }, closed),
    body: Entry,
    reply: Entered,
    refuses: [...entryRefusals, NoticeConflict],
    handle: (tx, { actor, now, params, body }) => enter(tx, params.code, body, actor, now),
  }),
]
