import { Type } from 'typebox'
import { type Route, route } from '../../kernel/http/index.ts'
import { startOf } from '../../kernel/now.ts'
import { browse, shelvesOf } from './browsing.ts'
import {
  type Answers,
  Audience,
  Demand,
  DivisionCode,
  Guide,
  ItemCode,
  ItemDefinition,
  NotInState,
  NotReadyItem,
  PromiseExceedsLaw,
  ShelfPage,
  Shelves,
  TooEarly,
  UnknownItem,
  UnknownVersion,
  Unsound,
  VersionHead,
} from './contract.ts'
import { demandOf, guideOf, historyOf, mostVersions, notReady, publish, resume, suspend, withdraw } from './service.ts'
import { byFor } from './who.ts'

const closed = { additionalProperties: false } as const
const params = Type.Object({ code: ItemCode }, closed)
const AnswersText = Type.String({ pattern: '^([a-z][0-9A-Za-z]{0,19}:[0-9A-Za-z]{1,20}(,|$)){0,20}$', maxLength: 1_000 })
const number = Type.Integer({ minimum: 1, maximum: 1_000_000 })
const power = 'catalogue.import'
const moved = {
  params,
  body: Type.Object({ ground: Type.String({ minLength: 1, maxLength: 200 }) }, closed),
  reply: Type.Object({}, closed),
}

export const routes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/catalogue/shelves',
    summary: '事项按部门、按主题各有多少',
    who: 'anyone',
    query: Type.Object({ area: Type.Optional(DivisionCode), audience: Type.Optional(Audience) }, closed),
    reply: Shelves,
    refuses: [],
    handle: (tx, { query, now }) => shelvesOf(tx, query, now.at),
  }),
  route({
    method: 'GET',
    path: '/catalogue/items',
    summary: '某部门、某主题的事项，按编码；after 为上一页的 next',
    who: 'anyone',
    query: Type.Object(
      {
        area: Type.Optional(DivisionCode),
        department: Type.Optional(Type.String({ maxLength: 200 })),
        theme: Type.Optional(Type.String({ maxLength: 50 })),
        audience: Type.Optional(Audience),
        after: Type.Optional(ItemCode),
        limit: Type.Integer({ minimum: 1, maximum: 100, default: 50 }),
      },
      closed,
    ),
    reply: ShelfPage,
    refuses: [],
    handle: (tx, { query, now }) => browse(tx, query, now.at),
  }),
  route({
    method: 'GET',
    path: '/items/:code',
    summary: '办事指南：现行版本，或 version 指定的版本',
    who: 'anyone',
    params,
    query: Type.Object({ version: Type.Optional(number) }, closed),
    reply: Guide,
    refuses: [UnknownItem, UnknownVersion],
    handle: (tx, { params, query, now }) => guideOf(tx, params.code, query.version, now),
  }),
  route({
    method: 'GET',
    path: '/items/:code/demand',
    summary: '所选情形下的问题、表单、材料和时限；answers 形如 fuel:diesel,size:big',
    who: 'anyone',
    params,
    query: Type.Object({ answers: Type.Optional(AnswersText) }, closed),
    reply: Demand,
    refuses: [UnknownItem],
    handle: (tx, { params, query, now }) => demandOf(tx, params.code, answersOf(query.answers ?? ''), now),
  }),
  route({
    method: 'GET',
    path: '/desk/items/not-ready',
    summary: '尚不能申请的事项及所缺内容，按编码；after 为上一页最后一个编码',
    who: 'catalogue.read_staff',
    query: Type.Object(
      {
        organisation: Type.Optional(Type.String({ pattern: '^[0-9A-Z]{18}$', maxLength: 18 })),
        after: Type.Optional(ItemCode),
        limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }),
      },
      closed,
    ),
    reply: Type.Object({ items: Type.Array(NotReadyItem, { maxItems: 200 }) }, closed),
    refuses: [],
    handle: async (tx, { query, now }) => ({ items: await notReady(tx, query, now) }),
  }),
  route({
    method: 'GET',
    path: '/items/:code/versions',
    summary: '事项的历次版本，新的在前',
    who: 'anyone',
    params,
    reply: Type.Object({ versions: Type.Array(VersionHead, { maxItems: mostVersions }) }, closed),
    refuses: [UnknownItem],
    handle: async (tx, { params }) => ({ versions: await historyOf(tx, params.code) }),
  }),
  route({
    method: 'POST',
    path: '/items/:code/versions',
    summary: '发布事项的新版本',
    who: power,
    params,
    body: Type.Object(
      {
        definition: ItemDefinition,
        /** The first day it is in force; absent: from now on. */
        effectiveOn: Type.Optional(
          Type.String({ pattern: '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$', maxLength: 10 }),
        ),
        approval: Type.String({ minLength: 1, maxLength: 500 }),
      },
      closed,
    ),
    reply: Type.Object({ no: number, isNew: Type.Boolean() }, closed),
    refuses: [PromiseExceedsLaw, Unsound, TooEarly],
    handle: async (tx, { actor, now, params, body }) => {
      const { definition, effectiveOn, approval } = body
      const by = await byFor(tx, actor, power, params.code, definition)
      const effectiveAt = effectiveOn === undefined ? now.at : startOf(effectiveOn)
      return publish(tx, { code: params.code, definition, effectiveAt, source: '在线发布', approval }, by, now)
    },
  }),
  route({
    ...moved,
    method: 'POST',
    path: '/items/:code/suspend',
    summary: '暂停实施事项',
    who: power,
    refuses: [UnknownItem, NotInState],
    handle: async (tx, { actor, now, params, body }) => {
      await suspend(tx, params.code, body.ground, await byFor(tx, actor, power, params.code), now)
      return {}
    },
  }),
  route({
    ...moved,
    method: 'POST',
    path: '/items/:code/resume',
    summary: '恢复实施事项',
    who: power,
    refuses: [UnknownItem, NotInState],
    handle: async (tx, { actor, now, params, body }) => {
      await resume(tx, params.code, body.ground, await byFor(tx, actor, power, params.code), now)
      return {}
    },
  }),
  route({
    ...moved,
    method: 'POST',
    path: '/items/:code/withdraw',
    summary: '取消事项',
    who: power,
    refuses: [UnknownItem, NotInState],
    handle: async (tx, { actor, now, params, body }) => {
      await withdraw(tx, params.code, body.ground, await byFor(tx, actor, power, params.code), now)
      return {}
    },
  }),
]

/** 'fuel:diesel,size:big' as answers. */
function answersOf(text: string): Answers {
  const pairs = text.split(',').filter((pair) => pair !== '')
  return Object.fromEntries(pairs.map((pair) => pair.split(':')))
}
