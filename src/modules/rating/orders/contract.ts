import { type Static, Type } from 'typebox'
import { refusalKind } from '../../../kernel/refusal.ts'
import { uuidPattern } from '../../../kernel/uuid.ts'
import { Level, Organisation, Rated, RatingId } from '../rated/contract.ts'

const closed = { additionalProperties: false }
const orNull = <S extends Parameters<typeof Type.Union>[0][number]>(schema: S) => Type.Union([schema, Type.Null()])
const none = Type.Object({}, closed)
const Id = Type.String({ pattern: uuidPattern, maxLength: 36 })
const Day = Type.String({ maxLength: 10 })
const Name = Type.String({ maxLength: 500 })

/** States of a work order 整改单, in the same words for its rater and for staff. */
export const orderStateNames = {
  opened: '等待核实',
  verified: '已核实，整改中',
  rectified: '已整改，等待反馈',
  fedBack: '已反馈，等评价人答复',
  solved: '已解决，等待复核',
  unsolved: '评价人说没有解决，继续整改',
  closed: '已办结',
} as const
export type OrderStateName = keyof typeof orderStateNames
export const OrderStateName = Type.Enum(Object.keys(orderStateNames) as OrderStateName[])

/** How an order ended. Silence is never taken for a yes. */
export const outcomeNames = { solved: '已解决', unsolved: '评价人认为没有解决', unanswered: '评价人没有答复' } as const
const Outcome = Type.Enum(Object.keys(outcomeNames) as (keyof typeof outcomeNames)[])
export type Outcome = keyof typeof outcomeNames

/** The limits of an order. */
export const orderLimitNames = { first: '联系核实', fix: '整改反馈', close: '办结' } as const
export type OrderLimit = keyof typeof orderLimitNames
const OrderLimit = Type.Enum(Object.keys(orderLimitNames) as OrderLimit[])

/** What verification 核实 found. */
export const findingNames = { founded: '情况属实', partly: '部分属实', unfounded: '与事实不符' } as const
const Finding = Type.Enum(Object.keys(findingNames) as (keyof typeof findingNames)[])

/** What was done 整改: put right, or explained where there was nothing to put right. */
export const measureNames = { fixed: '已经改正', explained: '解释说明' } as const
const Measure = Type.Enum(Object.keys(measureNames) as (keyof typeof measureNames)[])

/** How the rater was told, beside the page where they always see it. */
export const wayNames = { phone: '电话', visit: '当面', message: '站内消息' } as const
const Way = Type.Enum(Object.keys(wayNames) as (keyof typeof wayNames)[])

const Words = Type.String({ minLength: 4, maxLength: 1_000 })

/** What every view of an order begins with. */
export const orderHead = {
  number: Type.String({ maxLength: 30 }),
  state: OrderStateName,
  openedOn: Day,
  firstBy: orNull(Day),
  fixBy: orNull(Day),
  closeBy: orNull(Day),
  /** Limits that have passed, as the log has them. */
  overdue: Type.Array(OrderLimit, { maxItems: 3 }),
  outcome: orNull(Outcome),
}

/** A step that was taken, in words. */
export const OrderStep = Type.Object(
  { name: Type.String({ maxLength: 50 }), on: Day, words: orNull(Type.String({ maxLength: 1_000 })) },
  closed,
)
export type OrderStep = Static<typeof OrderStep>

export const Verifying = Type.Object({ finding: Finding, words: Words }, closed)
export type Verifying = Static<typeof Verifying>
export const Rectifying = Type.Object({ measure: Measure, words: Words }, closed)
export type Rectifying = Static<typeof Rectifying>
export const FeedingBack = Type.Object({ way: Way, words: Words }, closed)
export type FeedingBack = Static<typeof FeedingBack>
export const Closing = Type.Object({ words: Words }, closed)
export type Closing = Static<typeof Closing>

/** What every act on an order answers with. */
export const OrderActed = Type.Object({ id: RatingId, state: OrderStateName }, closed)
export type OrderActed = Static<typeof OrderActed>

/** An order in a list of the desk. */
export const ListedOrder = Type.Object(
  { ...orderHead, id: RatingId, rated: Rated, itemName: Name, level: Level, nextDueOn: orNull(Day) },
  closed,
)
export type ListedOrder = Static<typeof ListedOrder>
export const OrderList = Type.Object({ orders: Type.Array(ListedOrder, { maxItems: 100 }) }, closed)
export const OrdersAsked = Type.Object(
  { organisation: Type.Optional(Organisation), show: Type.Enum(['open', 'closed'], { default: 'open' }) },
  closed,
)

/** The acts on an order, and how they are called. */
export const orderActNames = { verify: '核实', rectify: '整改', feedBack: '反馈', close: '办结' } as const
export type OrderAct = keyof typeof orderActNames

/** An order as those who handle it see it. Whom to call is told to them alone, and on record. */
export const OrderSheet = Type.Object(
  {
    ...orderHead,
    id: RatingId,
    rated: Rated,
    itemName: Name,
    department: Name,
    placeName: orNull(Name),
    windowName: orNull(Name),
    onDay: Day,
    level: Level,
    labels: Type.Array(Type.String({ maxLength: 50 }), { maxItems: 40 }),
    words: orNull(Type.String({ maxLength: 500 })),
    /** Of the matter; null for those who may not handle it. */
    contact: orNull(Type.Object({ caseId: Id, name: orNull(Name), phone: orNull(Type.String({ maxLength: 40 })) }, closed)),
    steps: Type.Array(OrderStep, { maxItems: 100 }),
    answerBy: orNull(Day),
    allowedActs: Type.Array(Type.Enum(Object.keys(orderActNames) as OrderAct[]), { maxItems: 4 }),
    /** Why there is nothing to do for who looks; null when there is. */
    whyNot: orNull(Type.String({ maxLength: 200 })),
  },
  closed,
)
export type OrderSheet = Static<typeof OrderSheet>

export const OrderNotThere = refusalKind({
  code: 'rating.order_not_there',
  status: 409,
  facts: Type.Object({ state: OrderStateName }, closed),
  message: ({ state }) => `整改单当前为“${orderStateNames[state]}”，不能进行这一步，请刷新后再看。`,
})

export const UnknownOrder = refusalKind({
  code: 'rating.unknown_order',
  status: 404,
  facts: none,
  recorded: true,
  message: '没有找到您可以查看的这张整改单。',
})

/** Who served does not judge whether they served well. */
export const ServedOneself = refusalKind({
  code: 'rating.served_oneself',
  status: 403,
  facts: none,
  recorded: true,
  message: '您办理过被评价的这件事，整改单应当由其他人员处理，本次操作未执行并已记录。',
})

export const HandledOneself = refusalKind({
  code: 'rating.handled_oneself',
  status: 409,
  facts: none,
  recorded: true,
  message: '整改单由处理人以外的人员复核办结。',
})

/** An order does not end before the rater was told and had time to answer. */
export const NotYetClosable = refusalKind({
  code: 'rating.not_yet_closable',
  status: 409,
  facts: Type.Object({ why: Type.Enum(['no_feedback', 'may_answer', 'unsolved']), until: orNull(Day) }, closed),
  message: ({ why, until }) =>
    why === 'no_feedback'
      ? '还没有向评价人反馈，不能办结。'
      : why === 'may_answer'
        ? `已经反馈，评价人可以在 ${until} 前答复是否解决，到时才能办结。`
        : '评价人说没有解决，再整改、反馈一次以后才能办结。',
})
