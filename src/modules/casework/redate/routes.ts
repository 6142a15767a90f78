import { Type } from 'typebox'
import { type Route, route } from '../../../kernel/http/index.ts'
import { Entry, entryRefusals, LayerCode } from '../../clock/index.ts'
import { NamedPreview } from './contract.ts'
import { named } from './names.ts'
import { preview } from './service.ts'

/** What an entry in the calendar would do to cases, asked before it is made. */
export const redateRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/calendar/layers/:code/preview',
    summary: '预览一次录入会改变哪些在办件的期限（不写入）',
    who: 'calendar.manage',
    params: Type.Object({ code: LayerCode }, { additionalProperties: false }),
    body: Entry,
    reply: NamedPreview,
    refuses: entryRefusals,
    repeatable: true,
    handle: async (tx, { now, params, body }) => named(tx, await preview(tx, params.code, body, now), now),
  }),
]
