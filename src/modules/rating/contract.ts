import { type Static, Type } from 'typebox'
import { refusalKind } from '../../kernel/refusal.ts'
import { uuidPattern } from '../../kernel/uuid.ts'
import { OrderStateName, OrderStep, orderHead } from './orders/contract.ts'
import { Level, Organisation, Rated, RatingId, Scale } from './rated/contract.ts'

export * from './orders/contract.ts'
export * from './rated/contract.ts'

const closed = { additionalProperties: false }
const orNull = <S extends Parameters<typeof Type.Union>[0][number]>(schema: S) => Type.Union([schema, Type.Null()])
const none = Type.Object({}, closed)
const Id = Type.String({ pattern: uuidPattern, maxLength: 36 })
const Day = Type.String({ maxLength: 10 })
const Name = Type.String({ maxLength: 500 })
const Count = Type.Integer({ minimum: 0 })

export const ByRatingId = Type.Object({ id: RatingId }, closed)

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

/** Whoever holds the link needs no sign-in. */
export const WithCode = Type.Object({ code: Type.Optional(Type.String({ maxLength: 16 })) }, closed)

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
