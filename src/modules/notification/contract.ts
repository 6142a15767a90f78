import { type Static, Type } from 'typebox'
import { refusalKind } from '../../kernel/refusal.ts'
import { uuidPattern } from '../../kernel/uuid.ts'

const closed = { additionalProperties: false }
const orNull = <S extends Parameters<typeof Type.Union>[0][number]>(schema: S) => Type.Union([schema, Type.Null()])

export const MessageId = Type.String({ pattern: uuidPattern, maxLength: 36, description: '消息标识' })
const PersonId = Type.String({ pattern: uuidPattern, maxLength: 36, description: '自然人或法人标识' })
const DayText = Type.String({ maxLength: 10 })
const Instant = Type.String({ maxLength: 30 })

/** The ways by which a person can be told, and how they are called. The tray is the platform's own page and always on. */
export const channelNames = { tray: '站内消息', sms: '短信' } as const
export type ChannelCode = keyof typeof channelNames
export const ChannelCode = Type.Enum(Object.keys(channelNames) as ChannelCode[])

/** What becomes of a message. */
export const messageStateNames = {
  queued: '待发送',
  sent: '已发出',
  delivered: '已到达',
  read: '已读',
  failed: '未送到',
} as const
export type MessageState = keyof typeof messageStateNames
export const MessageState = Type.Enum(Object.keys(messageStateNames) as MessageState[])

/** Why a message did not arrive. */
export const failureNames = {
  no_address: '没有留下号码',
  refused_address: '号码无效或拒收',
  refused_text: '内容被通道拒绝',
  not_delivered: '通道报告未送到',
  unreachable: '通道连接不上',
  busy: '通道繁忙',
  not_configured: '通道已停用',
  expired: '已过有效时间',
} as const
export type FailureReason = keyof typeof failureNames
export const FailureReason = Type.Enum(Object.keys(failureNames) as FailureReason[])

/** A message as its reader sees it. */
export const Message = Type.Object(
  {
    messageId: MessageId,
    template: Type.String({ maxLength: 40 }),
    name: Type.String({ maxLength: 40 }),
    text: Type.String({ maxLength: 1_000 }),
    /** When it happened. */
    at: Instant,
    /** What to do about it, and where. */
    act: Type.Object({ label: Type.String({ maxLength: 20 }), path: Type.String({ maxLength: 200 }) }, closed),
    dueOn: orNull(DayText),
    /** The letter 文书 it speaks of and the day that letter counts from; the message itself serves nothing. */
    letter: orNull(Type.Object({ documentId: MessageId, effectiveOn: DayText }, closed)),
    isRead: Type.Boolean(),
  },
  closed,
)
export type Message = Static<typeof Message>

export const pageSize = 50
export const mostUnread = 100

export const MessageList = Type.Object(
  {
    messages: Type.Array(Message, { maxItems: pageSize }),
    /** How many are unread; 100 means so many or more. */
    unread: Type.Integer({ minimum: 0, maximum: mostUnread }),
    /** Where the next page begins; null at the end. */
    next: orNull(MessageId),
  },
  closed,
)
export type MessageList = Static<typeof MessageList>

/** How many of one's own messages are unread; 100 means so many or more. */
export const Unread = Type.Object({ unread: Type.Integer({ minimum: 0, maximum: mostUnread }) }, closed)
export type Unread = Static<typeof Unread>

/** Whose messages: one's own when left out, or those of somebody one speaks for in everything. */
export const ForWhom = Type.Object({ person: Type.Optional(PersonId) }, closed)
export type ForWhom = Static<typeof ForWhom>

export const Page = Type.Object({ person: Type.Optional(PersonId), before: Type.Optional(MessageId) }, closed)
export type Page = Static<typeof Page>

/** What became of a message, for those who handle what it is about: no text, nobody's number. */
export const Delivery = Type.Object(
  {
    messageId: MessageId,
    template: Type.String({ maxLength: 40 }),
    name: Type.String({ maxLength: 40 }),
    channel: Type.String({ maxLength: 20 }),
    channelName: Type.String({ maxLength: 20 }),
    /** The event told of. */
    seq: Type.Integer({ minimum: 1 }),
    state: MessageState,
    stateName: Type.String({ maxLength: 20 }),
    stateAt: Instant,
    reason: orNull(FailureReason),
    reasonName: orNull(Type.String({ maxLength: 20 })),
  },
  closed,
)
export type Delivery = Static<typeof Delivery>

export const Settings = Type.Object(
  {
    channels: Type.Array(
      Type.Object(
        {
          code: ChannelCode,
          name: Type.String({ maxLength: 20 }),
          isOn: Type.Boolean(),
          /** True for the tray: it cannot be turned off. */
          isFixed: Type.Boolean(),
        },
        closed,
      ),
      { maxItems: 10 },
    ),
    /** What is sent however this is set. */
    always: Type.Array(Type.String({ maxLength: 40 }), { maxItems: 40 }),
  },
  closed,
)
export type Settings = Static<typeof Settings>

export const ChangeSetting = Type.Object({ person: Type.Optional(PersonId), channel: ChannelCode, isOn: Type.Boolean() }, closed)
export type ChangeSetting = Static<typeof ChangeSetting>

export const UnknownMessage = refusalKind({
  code: 'notification.unknown_message',
  status: 404,
  facts: Type.Object({}, closed),
  recorded: true,
  message: '没有找到您可以查看的这条消息。',
})

/** Only for whom one speaks in everything: who acts in one item alone sees their own copies. */
export const NotYourMessages = refusalKind({
  code: 'notification.not_your_messages',
  status: 403,
  facts: Type.Object({}, closed),
  recorded: true,
  message: '您没有查看该人消息的权限，请先取得其全部事项的委托。',
})

export const FixedChannel = refusalKind({
  code: 'notification.fixed_channel',
  status: 422,
  facts: Type.Object({}, closed),
  message: '站内消息不能关闭，其他渠道可以关闭；依法应当告知的内容不受此设置影响。',
})
