import { type Static, Type } from 'typebox'
import { refusalKind } from '../../kernel/refusal.ts'
import { uuidPattern } from '../../kernel/uuid.ts'

const closed = { additionalProperties: false }
const orNull = <S extends Parameters<typeof Type.Union>[0][number]>(schema: S) => Type.Union([schema, Type.Null()])
const none = Type.Object({}, closed)
const Id = Type.String({ pattern: uuidPattern, maxLength: 36 })
const Day = Type.String({ maxLength: 10 })
const Name = Type.String({ maxLength: 500 })
const Count = Type.Integer({ minimum: 0 })
const Organisation = Type.String({ pattern: '^[0-9A-Z]{18}$', maxLength: 18 })

export const RatingId = Type.String({ pattern: uuidPattern, maxLength: 36, description: '评价邀请标识' })
export const ByRatingId = Type.Object({ id: RatingId }, closed)

/** The five grades, 5 the best, as the national exchange counts. */
export const levelNames = { 5: '非常满意', 4: '满意', 3: '基本满意', 2: '不满意', 1: '非常不满意' } as const
export type LevelCode = keyof typeof levelNames
export const levels: readonly LevelCode[] = [5, 4, 3, 2, 1]
const Level = Type.Union([Type.Literal(5), Type.Literal(4), Type.Literal(3), Type.Literal(2), Type.Literal(1)])

/** Whether a mark is a bad one 差评. */
export function isBad(level: number): boolean {
  return level <= 2
}

/** What is rated: a whole matter 一事一评, or one visit 一次一评. */
export const ratedNames = { case: '办这件事', visit: '到现场办事' } as const
const Rated = Type.Enum(Object.keys(ratedNames) as (keyof typeof ratedNames)[])

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
const OrderStateName = Type.Enum(Object.keys(orderStateNames) as OrderStateName[])

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

const invitation = {
  invitationId: RatingId,
  rated: Rated,
  itemName: Name,
  placeName: orNull(Name),
  windowName: orNull(Name),
  /** The day of what is rated, and the last day on which it can be. */
  onDay: Day,
  untilOn: Day,
  /** Whether a rating can still be given. */
  isOpen: Type.Boolean(),
  level: orNull(Level),
}

/** An invitation of one's own, with the case it belongs to and where its order stands. */
export const MyInvitation = Type.Object({ ...invitation, caseId: Id, orderState: orNull(OrderStateName) }, closed)
export type MyInvitation = Static<typeof MyInvitation>
export const MyInvitations = Type.Object({ invitations: Type.Array(MyInvitation, { maxItems: 200 }) }, closed)

/** The invitations of a receipt: links that need no sign-in. */
export const ByReceipt = Type.Object({ number: Type.String({ maxLength: 50 }), code: Type.String({ maxLength: 16 }) }, closed)
export const ReceiptInvitations = Type.Object(
  { invitations: Type.Array(Type.Object({ ...invitation, code: Type.String({ maxLength: 16 }) }, closed), { maxItems: 200 }) },
  closed,
)
export type ReceiptInvitations = Static<typeof ReceiptInvitations>

export const Scale = Type.Object(
  {
    version: Type.String({ maxLength: 20 }),
    levels: Type.Array(
      Type.Object(
        {
          level: Level,
          name: Type.String({ maxLength: 20 }),
          /** Labels that belong to this level; `isFirst` are shown before one asks for more. */
          labels: Type.Array(
            Type.Object(
              { code: Type.String({ maxLength: 10 }), text: Type.String({ maxLength: 50 }), isFirst: Type.Boolean() },
              closed,
            ),
            { maxItems: 40 },
          ),
        },
        closed,
      ),
      { maxItems: 5 },
    ),
  },
  closed,
)
export type Scale = Static<typeof Scale>

/** Whoever holds the link needs no sign-in. */
export const WithCode = Type.Object({ code: Type.Optional(Type.String({ maxLength: 16 })) }, closed)

const orderHead = {
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
const OrderStep = Type.Object(
  { name: Type.String({ maxLength: 50 }), on: Day, words: orNull(Type.String({ maxLength: 1_000 })) },
  closed,
)
export type OrderStep = Static<typeof OrderStep>

/** The page of one rating, for whoever is invited. */
export const RatingSheet = Type.Object(
  {
    ...invitation,
    department: Name,
    scale: Scale,
    /** How many working days a bad mark takes: to be called, to be told what was done, at the most. */
    days: Type.Object({ first: Count, fix: Count, close: Count }, closed),
    given: orNull(
      Type.Object(
        {
          level: Level,
          labels: Type.Array(Type.String({ maxLength: 50 }), { maxItems: 40 }),
          words: orNull(Type.String({ maxLength: 500 })),
          on: Day,
        },
        closed,
      ),
    ),
    order: orNull(
      Type.Object(
        { ...orderHead, steps: Type.Array(OrderStep, { maxItems: 100 }), canAnswer: Type.Boolean(), answerBy: orNull(Day) },
        closed,
      ),
    ),
  },
  closed,
)
export type RatingSheet = Static<typeof RatingSheet>

export const Giving = Type.Object(
  {
    code: Type.Optional(Type.String({ maxLength: 16 })),
    level: Level,
    labels: Type.Array(Type.String({ pattern: '^[0-9]{1,10}$', maxLength: 10 }), { maxItems: 40, uniqueItems: true }),
    words: orNull(Type.String({ minLength: 1, maxLength: 500 })),
  },
  closed,
)
export type Giving = Static<typeof Giving>

/** What a rating answers with: the order that a bad one opened. */
export const Given = Type.Object({ order: orNull(Type.String({ maxLength: 30 })), firstBy: orNull(Day) }, closed)
export type Given = Static<typeof Given>

/** The rater says whether it is solved 是否解决. */
export const Answering = Type.Object(
  {
    code: Type.Optional(Type.String({ maxLength: 16 })),
    isSolved: Type.Boolean(),
    words: orNull(Type.String({ minLength: 1, maxLength: 500 })),
  },
  closed,
)
export type Answering = Static<typeof Answering>

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

/** A rating as the office rated reads it: of no case and by nobody. */
export const ListedRating = Type.Object(
  {
    rated: Rated,
    itemName: Name,
    placeName: orNull(Name),
    windowName: orNull(Name),
    givenOn: Day,
    level: Level,
    labels: Type.Array(Type.String({ maxLength: 50 }), { maxItems: 40 }),
    /** With numbers and the rater's name struck out; null: none, or erased. */
    words: orNull(Type.String({ maxLength: 600 })),
    orderState: orNull(OrderStateName),
  },
  closed,
)
export type ListedRating = Static<typeof ListedRating>
export const RatingList = Type.Object({ ratings: Type.Array(ListedRating, { maxItems: 100 }) }, closed)
export const RatingsAsked = Type.Object({ organisation: Organisation }, closed)

/** What figures are counted by. */
export const figureNames = { organisation: '部门', item: '事项', window: '窗口' } as const
export type FigureBy = keyof typeof figureNames

/** Counts alone, so that every share can be recomputed: invitations, answers of each level (5 first), orders and what became of them. */
export const Figure = Type.Object(
  {
    name: Name,
    invitations: Count,
    answers: Count,
    byLevel: Type.Array(Count, { minItems: 5, maxItems: 5 }),
    orders: Count,
    closed: Count,
    solved: Count,
  },
  closed,
)
export type Figure = Static<typeof Figure>
export const FiguresAsked = Type.Object(
  {
    by: Type.Enum(Object.keys(figureNames) as FigureBy[], { default: 'organisation' }),
    organisation: Type.Optional(Organisation),
  },
  closed,
)
export const Figures = Type.Object({ fromOn: Day, total: Figure, rows: Type.Array(Figure, { maxItems: 200 }) }, closed)
export type Figures = Static<typeof Figures>

export const UnknownInvitation = refusalKind({
  code: 'rating.unknown_invitation',
  status: 404,
  facts: none,
  recorded: true,
  message: '没有找到您可以评价的这件事，请从“我的办件”或者收到的链接打开。',
})

/** Nobody rates in place of those served, nor sees beforehand what they say. */
export const StaffMayNotRate = refusalKind({
  code: 'rating.staff_may_not_rate',
  status: 403,
  facts: none,
  recorded: true,
  message: '工作人员账号不能评价，也不能替办事人查看或填写评价，本次操作未执行并已记录。',
})

export const AlreadyRated = refusalKind({
  code: 'rating.already_rated',
  status: 409,
  facts: none,
  message: '这一次已经评价过了，评价不能更改。',
})

export const InvitationOver = refusalKind({
  code: 'rating.invitation_over',
  status: 409,
  facts: Type.Object({ untilOn: Day }, closed),
  message: ({ untilOn }) => `这次评价到 ${untilOn} 为止，现在不能再评了；有意见仍然可以向办理单位提出。`,
})

export const WrongLabel = refusalKind({
  code: 'rating.wrong_label',
  status: 422,
  facts: none,
  message: '所选的原因不属于这一档评价，请重新选择。',
})

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
