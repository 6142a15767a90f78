import { Type } from 'typebox'
import { type Route, route } from '../../kernel/http/index.ts'
import { UnknownItem } from '../catalogue/index.ts'
import { DivisionCode, Found, GivenAnswers, ItemCode, MarksShown, Suggestions } from './contract.ts'
import { latestMarks } from './exam.ts'
import { noteUnanswered } from './knowing/service.ts'
import { directionOf, modelShown } from './local/service.ts'
import { findItems } from './service.ts'
import { givenAnswers, suggestItems } from './suggesting.ts'

const closed = { additionalProperties: false } as const

/** A setting, a proposal of ours: a hall's kiosks and the phones of all who wait in it may stand behind one address. */
const atOnce = 200

export const routes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/items',
    summary: '找事项：一句话、一个词、拼音或编码；不带 q 时按编码列出',
    who: 'anyone',
    query: Type.Object(
      {
        q: Type.Optional(Type.String({ maxLength: 10_000 })),
        limit: Type.Integer({ minimum: 1, maximum: 50, default: 10 }),
        area: Type.Optional(DivisionCode),
      },
      closed,
    ),
    reply: Found,
    refuses: [],
    atOnce,
    prepare: (_, query) => directionOf((query as { q?: string }).q),
    handle: async (tx, { query, now, prepared }) => {
      const found = await findItems(tx, { ...query, modelled: prepared as Float32Array | null }, now.at)
      await noteUnanswered(tx, query, found, now)
      return found
    },
  }),
  route({
    method: 'GET',
    path: '/items/suggestions',
    summary: '边输入边提示：名称、别名、常用说法、拼音或首字母对得上的事项',
    who: 'anyone',
    query: Type.Object(
      {
        q: Type.String({ minLength: 1, maxLength: 200 }),
        limit: Type.Integer({ minimum: 1, maximum: 20, default: 8 }),
        area: Type.Optional(DivisionCode),
      },
      closed,
    ),
    reply: Suggestions,
    refuses: [],
    atOnce,
    handle: async (tx, { query, now }) => ({ items: await suggestItems(tx, query, now.at) }),
  }),
  route({
    method: 'GET',
    path: '/items/:code/given-answers',
    summary: '一句话里已经说明了的情形：带进办事指南和申请',
    who: 'anyone',
    params: Type.Object({ code: ItemCode }, closed),
    query: Type.Object({ q: Type.String({ maxLength: 10_000 }) }, closed),
    reply: GivenAnswers,
    refuses: [UnknownItem],
    atOnce,
    handle: (tx, { params, query, now }) => givenAnswers(tx, { ...params, ...query }, now.at),
  }),
  route({
    method: 'GET',
    path: '/finder/marks',
    summary: '找事项的考试成绩：冻结的一半题，最近一次；有没有用本地模型',
    who: 'anyone',
    reply: MarksShown,
    refuses: [],
    handle: async (tx) => ({ marks: latestMarks(), model: await modelShown(tx) }),
  }),
]
