import { type Route, route } from '../../../kernel/http/index.ts'
import { ByEntry, Entries, EntriesAsked, Step, StepAsked, UnknownEntry } from './contract.ts'
import { entriesOf, stepOf } from './service.ts'

export const guidedRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/guided',
    summary: '办什么大事：按人生大事、企业全周期找事项的入口，只列出所选地区有事项可办的',
    who: 'anyone',
    query: EntriesAsked,
    reply: Entries,
    refuses: [],
    handle: async (tx, { query, now }) => ({ entries: await entriesOf(tx, query, now.at) }),
  }),
  route({
    method: 'GET',
    path: '/guided/:entry',
    summary: '一件大事：答了 path 之后的下一个问题，或者找到的事项和已经知道的情形',
    who: 'anyone',
    params: ByEntry,
    query: StepAsked,
    reply: Step,
    refuses: [UnknownEntry],
    handle: (tx, { params, query, now }) => stepOf(tx, { ...params, ...query }, now.at),
  }),
]
