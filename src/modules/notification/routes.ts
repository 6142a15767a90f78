import { Type } from 'typebox'
import { type Route, route } from '../../kernel/http/index.ts'
import {
  ChangeSetting,
  FixedChannel,
  ForWhom,
  MessageId,
  MessageList,
  NotYourMessages,
  Page,
  Settings,
  UnknownMessage,
  Unread,
} from './contract.ts'
import { changeSetting, countUnread, markRead, messagesOf, settingsOf } from './service.ts'

const closed = { additionalProperties: false }
const done = Type.Object({}, closed)

export const routes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/messages',
    summary: '我的消息，新的在前',
    who: 'signedIn',
    query: Page,
    reply: MessageList,
    refuses: [NotYourMessages],
    handle: (tx, { actor, now, query }) => messagesOf(tx, query, actor, now),
  }),
  route({
    method: 'GET',
    path: '/messages/unread',
    summary: '我有几条消息没看过',
    who: 'signedIn',
    reply: Unread,
    refuses: [],
    handle: (tx, { actor }) => countUnread(tx, actor),
  }),
  route({
    method: 'POST',
    path: '/messages/:id/read',
    summary: '标为已读',
    who: 'signedIn',
    params: Type.Object({ id: MessageId }, closed),
    reply: done,
    refuses: [UnknownMessage],
    handle: async (tx, { actor, now, params }) => {
      await markRead(tx, params.id, actor, now)
      return {}
    },
  }),
  route({
    method: 'GET',
    path: '/messages/settings',
    summary: '消息渠道设置',
    who: 'signedIn',
    query: ForWhom,
    reply: Settings,
    refuses: [NotYourMessages],
    handle: (tx, { actor, now, query }) => settingsOf(tx, query.person, actor, now),
  }),
  route({
    method: 'POST',
    path: '/messages/settings',
    summary: '打开或关闭一个消息渠道（依法告知除外）',
    who: 'signedIn',
    body: ChangeSetting,
    reply: done,
    refuses: [NotYourMessages, FixedChannel],
    handle: async (tx, { actor, now, body }) => {
      await changeSetting(tx, body, actor, now)
      return {}
    },
  }),
]
