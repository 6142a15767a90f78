import { type Static, Type } from 'typebox'
import { refusalKind } from '../../kernel/refusal.ts'
import { uuidPattern } from '../../kernel/uuid.ts'
import { Answers } from '../catalogue/contract.ts'

const closed = { additionalProperties: false }
const Id = Type.String({ pattern: uuidPattern, maxLength: 36 })
const MaterialCode = Type.String({ pattern: '^[0-9A-Za-z]{1,20}$', maxLength: 20 })
const FieldCode = Type.String({ pattern: '^[a-z][0-9A-Za-z]{0,39}$', maxLength: 40 })

const handed = {
  /** Left out: on paper only. */
  fileId: Type.Optional(Id),
  /** Left out: electronic. */
  form: Type.Optional(Type.Enum(['electronic', 'original', 'copy'])),
  copies: Type.Optional(Type.Integer({ minimum: 1, maximum: 99 })),
  /** 与原件核对无误, at a window by whoever takes it in. */
  isCompared: Type.Optional(Type.Boolean()),
}

/** What was handed in for a line of the item's list: a file; at a window also paper. */
export const Handed = Type.Object(handed, closed)
export type Handed = Static<typeof Handed>

export const GivenMaterial = Type.Object({ code: MaterialCode, ...handed }, closed)
export type GivenMaterial = Static<typeof GivenMaterial>

/** An application 申请. */
export const Submission = Type.Object(
  {
    itemCode: Type.String({ pattern: '^[\\x21-\\x7e]{1,64}$', maxLength: 64 }),
    /** The person applied for; oneself when left out. */
    applicantId: Type.Optional(Id),
    /** At a window: the agent who stands there for the applicant. */
    agentId: Type.Optional(Id),
    /** Answers to the questions of the item's situations. */
    answers: Type.Optional(Answers),
    form: Type.Record(FieldCode, Type.String({ maxLength: 10_000 }), { maxProperties: 300, ...closed }),
    materials: Type.Array(GivenMaterial, { maxItems: 200 }),
  },
  closed,
)
export type Submission = Static<typeof Submission>

export const Supplement = Type.Object({ materials: Type.Array(GivenMaterial, { minItems: 1, maxItems: 200 }) }, closed)
export type Supplement = Static<typeof Supplement>

/** What can be wrong with a material, in the words of the notice. */
export const problemNames = {
  missing: '未提交',
  unclear: '不清晰',
  wrong_form: '不符合法定形式',
  mismatch: '内容与申请不一致',
  expired: '已过有效期',
} as const
export type ProblemCode = keyof typeof problemNames
export const ProblemCode = Type.Enum(Object.keys(problemNames) as ProblemCode[])

export const Shortfall = Type.Object({ material: MaterialCode, problem: ProblemCode }, closed)
export type Shortfall = Static<typeof Shortfall>

/** A one-time notice 一次性告知: everything that is wrong, at once. */
export const CorrectionNotice = Type.Object({ shortfalls: Type.Array(Shortfall, { minItems: 1, maxItems: 200 }) }, closed)
export type CorrectionNotice = Static<typeof CorrectionNotice>

/** Why an application is turned away. @source 行政许可法 32(一)(二) */
export const turnAwayGrounds = { not_required: '依法不需要取得行政许可', not_competent: '依法不属于本行政机关职权范围' } as const
export const TurnAway = Type.Object(
  {
    ground: Type.Enum(Object.keys(turnAwayGrounds) as (keyof typeof turnAwayGrounds)[]),
    reason: Type.String({ minLength: 4, maxLength: 1_000 }),
    /** The organ to turn to; must be named when ours is not competent. */
    competentOrgan: Type.Union([Type.String({ minLength: 2, maxLength: 200 }), Type.Null()]),
  },
  closed,
)
export type TurnAway = Static<typeof TurnAway>

/** What the applicant holds in hand after submitting. */
export const Submitted = Type.Object(
  {
    caseId: Id,
    number: Type.String({ maxLength: 50 }),
    receivedOn: Type.String({ maxLength: 10 }),
    /** Materials of the list that are still missing. */
    shortfalls: Type.Array(Shortfall, { maxItems: 200 }),
    documentId: Type.Union([Id, Type.Null()]),
    seq: Type.Integer(),
    hash: Type.String({ maxLength: 64 }),
  },
  closed,
)
export type Submitted = Static<typeof Submitted>

export const Progress = Type.Object(
  {
    number: Type.String({ maxLength: 50 }),
    itemName: Type.String({ maxLength: 500 }),
    stateName: Type.String({ maxLength: 40 }),
    receivedOn: Type.String({ maxLength: 10 }),
    acceptedOn: Type.Union([Type.String({ maxLength: 10 }), Type.Null()]),
    decidedOn: Type.Union([Type.String({ maxLength: 10 }), Type.Null()]),
    dueOn: Type.Union([Type.String({ maxLength: 10 }), Type.Null()]),
    promisedOn: Type.Union([Type.String({ maxLength: 10 }), Type.Null()]),
  },
  closed,
)
export type Progress = Static<typeof Progress>

export const Incomplete = refusalKind({
  code: 'intake.incomplete',
  status: 422,
  facts: Type.Object({ shortfalls: Type.Array(Shortfall) }, closed),
  source: '行政许可法 32(四)',
  message: ({ shortfalls }) => `还有${shortfalls.length}项材料未齐，暂不能继续，请按清单一次补齐。`,
})

export const BadForm = refusalKind({
  code: 'intake.bad_form',
  status: 422,
  facts: Type.Object({ problems: Type.Array(Type.Object({ field: Type.String(), problem: Type.String() }, closed)) }, closed),
  message: ({ problems }) =>
    `申请表有${problems.length}处需要修改：${problems.map(({ field, problem }) => `${field}${problem}`).join('；')}。`,
})

/** Asking for what the guide does not say. Supervision hears of it. */
export const BeyondGuide = refusalKind({
  code: 'intake.beyond_guide',
  status: 422,
  facts: Type.Object({ materials: Type.Array(MaterialCode) }, closed),
  source: '行政许可法 31',
  recorded: true,
  message: '所列材料不在该事项办事指南的材料清单内，不得要求或收取，本次操作未执行并已记录。',
})

/** Asking again for what was handed in, asking for what is optional, or finding fault with what nobody handed in. */
export const NotShort = refusalKind({
  code: 'intake.not_short',
  status: 422,
  facts: Type.Object({ materials: Type.Array(MaterialCode) }, closed),
  source: '行政许可法 31',
  recorded: true,
  message: '所列材料已经收到或者并非必须提交，不得要求补交；没有收到的材料也不能告知不合要求。本次操作未执行并已记录。',
})

export const PaperAtWindow = refusalKind({
  code: 'intake.paper_at_window',
  status: 422,
  facts: Type.Object({ materials: Type.Array(MaterialCode) }, closed),
  message: '每项材料都要上传文件；纸质材料和原件核对只能由受理窗口登记。',
})

export const SecondNotice = refusalKind({
  code: 'intake.second_notice',
  status: 409,
  facts: Type.Object({}, closed),
  source: '行政许可法 32(四)',
  recorded: true,
  message: '补正内容只能一次告知，本件已经告知过，不能再次要求补正。',
})

export const NotYourPerson = refusalKind({
  code: 'intake.not_your_person',
  status: 403,
  facts: Type.Object({}, closed),
  recorded: true,
  message: '您没有代该申请人申请此事项的授权，请先取得有效的委托。',
})

export const NoApplicant = refusalKind({
  code: 'intake.no_applicant',
  status: 422,
  facts: Type.Object({}, closed),
  message: '请指明申请人。',
})

export const OrganMissing = refusalKind({
  code: 'intake.organ_missing',
  status: 422,
  facts: Type.Object({}, closed),
  source: '行政许可法 32(二)',
  message: '不属于本机关职权的，应当告知申请人向哪个行政机关申请，请填写该机关名称。',
})

export const WrongQuery = refusalKind({
  code: 'intake.wrong_query',
  status: 404,
  facts: Type.Object({}, closed),
  keeps: true,
  message: '办件编号与查询码不相符，请核对回执。',
})

/** Guessing is stopped for the case and for the address, whichever process is asked. */
export const TooManyTries = refusalKind({
  code: 'intake.too_many_tries',
  status: 429,
  facts: Type.Object({ minutes: Type.Integer() }, closed),
  message: ({ minutes }) => `查询码连续输错的次数太多，暂停查询，请 ${minutes} 分钟后再试；本人登录后随时可以查看。`,
})
