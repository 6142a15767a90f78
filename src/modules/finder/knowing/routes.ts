import { type Route, route } from '../../../kernel/http/index.ts'
import {
  AlreadyUndone,
  ByNo,
  Gaps,
  GapsAsked,
  History,
  Leaving,
  Nothing,
  PersonalWords,
  Published,
  Publishing,
  Running,
  TooFewWords,
  Tried,
  Trying,
  Undoing,
  UnknownItemToKnow,
  UnknownKnowledge,
} from './contract.ts'
import { gaps, history, leaveQuestion, publishKnowledge, trialOf, tryOut, undoKnowledge } from './service.ts'

const who = 'finder.keep'
const wrongProposal = [UnknownItemToKnow, TooFewWords, PersonalWords]

export const knowingRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/finder/gaps',
    summary: '把没有答好的问题留给工作人员（不记是谁问的）',
    who: 'anyone',
    body: Leaving,
    reply: Nothing,
    refuses: [],
    repeatable: true,
    limit: { times: 10, withinMs: 60_000 },
    handle: async (tx, { body, now }) => {
      await leaveQuestion(tx, body, now)
      return {}
    },
  }),
  route({
    method: 'GET',
    path: '/desk/finder/gaps',
    summary: '找不到的问题：次数，和现在的答案',
    who,
    query: GapsAsked,
    reply: Gaps,
    refuses: [],
    handle: async (tx, { query, now }) => ({ gaps: await gaps(tx, query, now) }),
  }),
  route({
    method: 'GET',
    path: '/desk/finder/knowledge',
    summary: '工作人员维护的说法、同义词，连同撤销的',
    who,
    reply: History,
    refuses: [],
    handle: (tx) => history(tx),
  }),
  route({
    method: 'POST',
    path: '/finder/knowledge/try',
    summary: '试算：改了以后考试成绩和答案怎么变（不保存）',
    who,
    body: Trying,
    reply: Tried,
    refuses: wrongProposal,
    repeatable: true,
    handle: (tx, { body, actor, now }) => tryOut(tx, body, actor, now),
  }),
  route({
    method: 'GET',
    path: '/desk/finder/trial',
    summary: '自己的试算考到第几题了',
    who,
    reply: Running,
    refuses: [],
    handle: async (_tx, { actor }) => ({ trial: trialOf(actor) }),
  }),
  route({
    method: 'POST',
    path: '/finder/knowledge',
    summary: '发布一条说法、一组同义词或者不算的词，马上起作用',
    who,
    body: Publishing,
    reply: Published,
    refuses: wrongProposal,
    handle: (tx, { body, actor, now }) => publishKnowledge(tx, body, actor, now),
  }),
  route({
    method: 'POST',
    path: '/finder/knowledge/:no/undo',
    summary: '撤销一条，记录留着',
    who,
    params: ByNo,
    body: Undoing,
    reply: Published,
    refuses: [UnknownKnowledge, AlreadyUndone],
    handle: (tx, { params, body, actor, now }) => undoKnowledge(tx, params.no, body.reason, actor, now),
  }),
]
