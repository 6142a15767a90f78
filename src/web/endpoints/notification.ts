import { Type } from 'typebox'
import { ChangeSetting, ForWhom, MessageId, MessageList, Page, Settings, Unread } from '../../modules/notification/contract.ts'
import { endpoint } from '../endpoint.ts'

const nothing = Type.Object({}, { additionalProperties: false })

export const listMessages = endpoint({ method: 'GET', path: '/messages', query: Page, reply: MessageList })
export const countUnread = endpoint({ method: 'GET', path: '/messages/unread', reply: Unread })
export const markMessageRead = endpoint({
  method: 'POST',
  path: '/messages/:id/read',
  params: Type.Object({ id: MessageId }, { additionalProperties: false }),
  reply: nothing,
})
export const readMessageSettings = endpoint({ method: 'GET', path: '/messages/settings', query: ForWhom, reply: Settings })
export const changeMessageSetting = endpoint({ method: 'POST', path: '/messages/settings', body: ChangeSetting, reply: nothing })
