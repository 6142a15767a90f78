import { type Static, Type } from 'typebox'
import { refusalKind } from '../../kernel/refusal.ts'
import { uuidPattern } from '../../kernel/uuid.ts'

const Id = Type.String({ pattern: uuidPattern, maxLength: 36 })
const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', maxLength: 10 })
const Code = Type.String({ pattern: '^[0-9A-Za-z-]{1,32}$', maxLength: 32 })
const RoleCode = Type.String({ pattern: '^[a-z_]{1,32}$', maxLength: 32 })
const Organisation = Type.String({ pattern: '^[0-9A-Z]{18}$', maxLength: 18 })
const OrNull = <S extends Parameters<typeof Type.Union>[0][number]>(schema: S) => Type.Union([schema, Type.Null()])
const closed = { additionalProperties: false }
const none = Type.Object({}, closed)

export const Done = none
export const ById = Type.Object({ id: Id }, closed)

/** A staff account comes into being without a post, hence without a power. */
export const NewStaff = Type.Object(
  {
    login: Type.String({ pattern: '^[A-Za-z0-9._-]{3,32}$', maxLength: 32 }),
    name: Type.String({ minLength: 1, maxLength: 200 }),
  },
  closed,
)
export type NewStaff = Static<typeof NewStaff>

/** The one-time code is told once and stands nowhere. */
export const StaffCreated = Type.Object({ account: Id, oneTimeCode: Type.String({ maxLength: 32 }) }, closed)
export type StaffCreated = Static<typeof StaffCreated>

export const AssignPost = Type.Object(
  {
    account: Id,
    role: RoleCode,
    organisation: Organisation,
    place: Type.Optional(Code),
    window: Type.Optional(Code),
    fromOn: Day,
    untilOn: OrNull(Day),
  },
  closed,
)
export type AssignPost = Static<typeof AssignPost>

export const EndPost = Type.Object(
  { reason: Type.Enum(['transfer', 'left', 'retired', 'term_over', 'suspended', 'mistake']) },
  closed,
)
export type EndPost = Static<typeof EndPost>

/** Why somebody stands in, and how it is called. */
export const substituteReasons = {
  b_post: '固定 B 岗',
  leave: '休假',
  business_trip: '出差',
  training: '培训',
  meeting: '会议',
  other: '其他',
} as const
export const SubstituteReason = Type.Enum(Object.keys(substituteReasons) as (keyof typeof substituteReasons)[])

/** Somebody stands in for the holder of a post; without a last day only as its standing B post. */
export const NameSubstitute = Type.Object(
  { post: Id, account: Id, reason: SubstituteReason, fromOn: Day, untilOn: OrNull(Day) },
  closed,
)
export type NameSubstitute = Static<typeof NameSubstitute>

export const Made = Type.Object({ id: Id }, closed)
export type Made = Static<typeof Made>

export const Post = Type.Object(
  {
    id: Id,
    account: Id,
    name: Type.String({ maxLength: 200 }),
    role: RoleCode,
    roleName: Type.String({ maxLength: 40 }),
    place: OrNull(Code),
    window: OrNull(Code),
    fromOn: Day,
    untilOn: OrNull(Day),
    substitutes: Type.Array(
      Type.Object(
        {
          id: Id,
          account: Id,
          name: Type.String({ maxLength: 200 }),
          reason: SubstituteReason,
          fromOn: Day,
          untilOn: OrNull(Day),
        },
        closed,
      ),
      { maxItems: 100 },
    ),
  },
  closed,
)
export type Post = Static<typeof Post>

/** How a standing-in is at present: it is yet to come, in force, over, or was ended before its time. */
export const standInStates = { ahead: '未开始', inForce: '正在代', over: '已期满', ended: '已终止' } as const
const StandInState = Type.Enum(Object.keys(standInStates) as (keyof typeof standInStates)[])

/** Somebody who stands, stood or will stand in for the holder of a post. Names of closed accounts are empty. */
export const StandIn = Type.Object(
  {
    id: Id,
    name: Type.String({ maxLength: 200 }),
    forName: Type.String({ maxLength: 200 }),
    roleName: Type.String({ maxLength: 40 }),
    reason: SubstituteReason,
    fromOn: Day,
    untilOn: OrNull(Day),
    /** The day on which it was ended before its time. */
    endedOn: OrNull(Day),
    state: StandInState,
  },
  closed,
)
export type StandIn = Static<typeof StandIn>

/** An organisation whose posts one manages. */
export const Managed = Type.Object({ uscc: Organisation, name: Type.String({ maxLength: 200 }) }, closed)
export type Managed = Static<typeof Managed>

/** A post in which one acts today: one's own, or another's for whom one stands in (authority 'substitute:…'). */
export const PostHeld = Type.Object(
  {
    authority: Type.String({ maxLength: 64 }),
    role: RoleCode,
    roleName: Type.String({ maxLength: 40 }),
    organisation: OrNull(Organisation),
    organisationName: OrNull(Type.String({ maxLength: 200 })),
    place: OrNull(Code),
    placeName: OrNull(Type.String({ maxLength: 200 })),
    /** The holder for whom one stands in; null: the post is one's own. */
    standsInFor: OrNull(Type.String({ maxLength: 200 })),
  },
  closed,
)
export type PostHeld = Static<typeof PostHeld>
/** The posts that one holds today, and which day that is here. */
export const PostsHeld = Type.Object({ today: Day, posts: Type.Array(PostHeld, { maxItems: 200 }) }, closed)

export const NotOneself = refusalKind({
  code: 'staff.not_oneself',
  status: 403,
  facts: none,
  recorded: true,
  message: '不能为自己设岗、撤岗或重置登录方式，请由另一名管理员办理。',
})

export const BeyondReach = refusalKind({
  code: 'staff.beyond_reach',
  status: 403,
  facts: none,
  recorded: true,
  message: '您只能管理本单位的人员和岗位，本次操作未执行并已记录。',
})

export const LoginTaken = refusalKind({
  code: 'staff.login_taken',
  status: 409,
  facts: none,
  message: '这个登录名已被使用，请换一个。',
})

export const NotFound = refusalKind({
  code: 'staff.not_found',
  status: 404,
  facts: Type.Object({ what: Type.Enum(['account', 'post', 'substitute', 'organisation', 'place', 'window', 'role']) }),
  message: ({ what }) => `没有找到所指的${whatTexts[what]}，或者它已停用。`,
})

export const TermUnsound = refusalKind({
  code: 'staff.term_unsound',
  status: 422,
  facts: none,
  message: '任职或顶岗期限有误：起止日期必须存在，开始不能晚于结束，结束不能早于今天；除固定的 B 岗外，顶岗必须写明结束日期。',
})

export const Incompatible = refusalKind({
  code: 'staff.incompatible',
  status: 422,
  facts: none,
  message: '人员管理岗位不能与办件岗位或监督岗位由同一人担任。',
})

export const NotEmpty = refusalKind({
  code: 'staff.not_empty',
  status: 409,
  facts: none,
  message: '这个数据库里已有账号，不能再次初始化。',
})

const whatTexts = {
  account: '工作人员账号',
  post: '岗位',
  substitute: '顶岗',
  organisation: '单位',
  place: '场所',
  window: '窗口',
  role: '角色',
} as const
