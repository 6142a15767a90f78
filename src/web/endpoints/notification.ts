import { Type } from 'typebox'
import { MessageId, MessageList, Page } from '../../modules/notification/contract.ts'
import { endpoint } from '../endpoint.ts'

export const listMessages = endpoint({ method: 'GET', path: '/messages', query: Page, reply: MessageList })
export const markMessageRead = endpoint({
  method: 'POST',
  path: '/messages/:id/read',
  params: Type.Object({ id: MessageId }, { additionalProperties: false }),
  reply: Type.Object({}, { additionalProperties: false }),
})
