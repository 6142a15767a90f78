import { type Static, Type } from 'typebox'
import { refusalKind } from '../../kernel/refusal.ts'
import { uuidPattern } from '../../kernel/uuid.ts'
import { DayText } from '../casework/contract.ts'
import { ItemCode, Procedure } from '../catalogue/contract.ts'

const closed = { additionalProperties: false }
const Words = Type.String({ minLength: 4, maxLength: 2_000 })

const ConditionCode = Type.String({ pattern: '^[A-Za-z][0-9A-Za-z]{0,39}$', maxLength: 40 })

const StepCode = Type.String({ pattern: '^[a-z][0-9A-Za-z]{0,39}$', maxLength: 40 })
const StepName = Type.String({ maxLength: 50 })

/** What was found of a condition of the item 条件核对. */
export const Finding = Type.Object({ condition: ConditionCode, isMet: Type.Boolean() }, closed)
export type Finding = Static<typeof Finding>

/** A reviewer's opinion 审查意见; where the item's conditions are described, with what was found of each. */
export const Review = Type.Object(
  {
    /** The step of the plan that it is meant for, as the reviewer saw it; left out: the one at hand. */
    step: Type.Optional(StepCode),
    conclusion: Type.Enum(['grant', 'refuse']),
    opinion: Words,
    findings: Type.Optional(Type.Array(Finding, { maxItems: 40 })),
  },
  closed,
)
export type Review = Static<typeof Review>

/** A decision to grant 准予, or to complete what is no permit. */
export const Granting = Type.Object({ decision: Words }, closed)
export type Granting = Static<typeof Granting>

/**
 * A decision to refuse: the conditions that are not met, which bring their reasons and clauses from the item's list, and what is to be added
 * to them. Where the list describes no conditions, reasons and clauses are said here.
 *
 * @source 行政许可法 38
 */
export const Refusing = Type.Object(
  {
    unmet: Type.Optional(Type.Array(ConditionCode, { maxItems: 40 })),
    reasons: Type.Array(Words, { maxItems: 20 }),
    basis: Type.Array(Type.String({ minLength: 4, maxLength: 200 }), { maxItems: 20 }),
  },
  closed,
)
export type Refusing = Static<typeof Refusing>

/** A decision at the counter 当场决定 on an immediate item, and what is made of it: its name and, where it has one, its number. */
export const DecidingAtOnce = Type.Object(
  {
    decision: Words,
    result: Type.Object(
      {
        name: Type.String({ minLength: 1, maxLength: 200 }),
        number: Type.Union([Type.String({ minLength: 1, maxLength: 100 }), Type.Null()]),
      },
      closed,
    ),
  },
  closed,
)
export type DecidingAtOnce = Static<typeof DecidingAtOnce>

/** What an approver works on: the conditions of the item version that the case runs by, what was found of them, and what was said so far. */
export const ReviewSheet = Type.Object(
  {
    isPermit: Type.Boolean(),
    conditions: Type.Array(
      Type.Object(
        {
          code: ConditionCode,
          text: Type.String({ maxLength: 500 }),
          checkedBy: Type.Enum(['paper', 'site', 'record']),
          /** The sentence of a refusal. */
          unmet: Type.String({ maxLength: 500 }),
          /** The clause; null: the list names none. */
          basis: Type.Union([Type.String({ maxLength: 200 }), Type.Null()]),
          /** Codes of materials and fields that show it. */
          shownBy: Type.Array(Type.String({ maxLength: 40 }), { maxItems: 20 }),
        },
        closed,
      ),
      { maxItems: 40 },
    ),
    /** The conditions as published, in one piece, where nobody has described them one by one. */
    asPublished: Type.Union([Type.String({ maxLength: 20_000 }), Type.Null()]),
    findings: Type.Array(Finding, { maxItems: 40 }),
    /** The steps of the item's plan 环节, each with who answers for it, how many people it takes, and who has done it on which day. */
    plan: Type.Array(
      Type.Object(
        {
          code: StepCode,
          name: StepName,
          kind: Type.Enum(['review', 'decide']),
          post: Type.Union([Type.String({ maxLength: 100 }), Type.Null()]),
          people: Type.Integer({ minimum: 1 }),
          done: Type.Array(Type.Object({ on: DayText, isMine: Type.Boolean() }, closed), { maxItems: 9 }),
          isCurrent: Type.Boolean(),
        },
        closed,
      ),
      { maxItems: 20 },
    ),
    /** What reviewers concluded and why cases were sent back, oldest first; null: erased. */
    opinions: Type.Array(
      Type.Object(
        {
          seq: Type.Integer(),
          kind: Type.Enum(['review', 'sendBack']),
          /** The step of a review; null: it was written down without one. */
          step: Type.Union([StepName, Type.Null()]),
          on: DayText,
          conclusion: Type.Union([Type.Enum(['grant', 'refuse']), Type.Null()]),
          words: Type.Union([Type.String({ maxLength: 2_000 }), Type.Null()]),
          isMine: Type.Boolean(),
        },
        closed,
      ),
      { maxItems: 200 },
    ),
    /** The step that the caller did before and that keeps them out of the one at hand; null: none does. */
    barredBy: Type.Union([StepName, Type.Null()]),
    /** The caller withdrew from this case 回避. */
    isRecused: Type.Boolean(),
  },
  closed,
)
export type ReviewSheet = Static<typeof ReviewSheet>

/** Withdrawing from a case 回避, with the reason. */
export const Recusing = Type.Object({ reason: Words }, closed)
export type Recusing = Static<typeof Recusing>

/** Whoever withdrew takes no further part. */
export const Recused = refusalKind({
  code: 'approval.recused',
  status: 409,
  facts: Type.Object({}, closed),
  recorded: true,
  message: '您已申请回避本件，不能再参与审查和决定，请由其他人员办理。',
})

export const UnknownCondition = refusalKind({
  code: 'approval.unknown_condition',
  status: 422,
  facts: Type.Object({ conditions: Type.Array(ConditionCode) }, closed),
  recorded: true,
  message: '所指的条件不在本事项清单内，请按清单上的条件审查。',
})

/** Only what meets every condition is proposed to be granted. @source 行政许可法 38 */
export const ConditionUnmet = refusalKind({
  code: 'approval.condition_unmet',
  status: 422,
  facts: Type.Object({ conditions: Type.Array(ConditionCode) }, closed),
  source: '行政许可法 38',
  message: ({ conditions }) => `有 ${conditions.length} 条条件核为不符合，不能提出准予的意见；请改为拟不予，或者重新核对条件。`,
})

/** Reasons come from conditions that are not met; words add to them and cannot replace them. @source 行政许可法 38 */
export const NoUnmetCondition = refusalKind({
  code: 'approval.no_unmet_condition',
  status: 422,
  facts: Type.Object({}, closed),
  source: '行政许可法 38',
  message: '不予的理由只能来自清单上不符合的条件，请先指出哪些条件不符合。',
})

export const NoReason = refusalKind({
  code: 'approval.no_reason',
  status: 422,
  facts: Type.Object({}, closed),
  source: '行政许可法 38',
  message: '决定不予的，必须说明理由和依据的条款，请补充后再决定。',
})

export const SendingBack = Type.Object({ reason: Words }, closed)
export type SendingBack = Static<typeof SendingBack>

/** A permit granted, as the public register shows it. The applicant's name as others may see it; null: erased. @source 行政许可法 40 */
const Grant = Type.Object(
  {
    decidedOn: DayText,
    department: Type.String({ maxLength: 200 }),
    itemCode: ItemCode,
    itemName: Type.String({ maxLength: 500 }),
    applicantName: Type.Union([Type.String({ maxLength: 200 }), Type.Null()]),
    letterNumber: Type.Union([Type.String({ maxLength: 100 }), Type.Null()]),
  },
  closed,
)

/** Newest first. `next` brings the page after this one; null: this is the last. */
export const GrantList = Type.Object(
  { grants: Type.Array(Grant, { maxItems: 100 }), next: Type.Union([Type.String({ maxLength: 42 }), Type.Null()]) },
  closed,
)
export type GrantList = Static<typeof GrantList>

/** Where a page of the register begins: the `next` of the one before. */
export const GrantCursor = Type.String({ pattern: `^[0-9]{1,5}[.]${uuidPattern.slice(1)}`, maxLength: 42 })

/** Who reviewed may not decide the same case. */
export const ReviewerDecides = refusalKind({
  code: 'approval.reviewer_decides',
  status: 409,
  facts: Type.Object({}, closed),
  recorded: true,
  message: '审查与决定应当由不同的人员办理，您已审查过本件，请由另一位有权人员决定。',
})

/** Whoever did a step that another one has to check, or has done their part of this one, leaves it to others. */
export const StepBarred = refusalKind({
  code: 'approval.step_barred',
  status: 409,
  facts: Type.Object({ step: StepName, did: StepName }, closed),
  recorded: true,
  message: ({ step, did }) =>
    step === did
      ? `“${step}”须由两人以上分别办理，您已经办过，请由另一位人员办理。`
      : `“${step}”与“${did}”应当由不同的人员办理，您已办过“${did}”，请由另一位人员办理。`,
})

/** The case has gone on meanwhile. */
export const StepPassed = refusalKind({
  code: 'approval.step_passed',
  status: 409,
  facts: Type.Object({ step: Type.Union([StepName, Type.Null()]) }, closed),
  message: ({ step }) => `本件已经走到${step === null ? '别的环节' : `“${step}”环节`}，请刷新后再办。`,
})

/** Only what the item's own list marks as 即办件 is decided at the counter by one person. */
export const NotImmediate = refusalKind({
  code: 'approval.not_immediate',
  status: 409,
  facts: Type.Object({}, closed),
  recorded: true,
  message: '本事项的清单没有标明为即办件，不能当场决定，请受理后转审查。',
})

const Code = Type.String({ pattern: '^[a-z][0-9A-Za-z]{0,39}$', maxLength: 40 })
const Seq = Type.Integer({ minimum: 1, maximum: 1_000_000 })
const DayOrNull = Type.Union([DayText, Type.Null()])

/** The start of a special procedure 特别程序: which of the item's list, until when it is planned, and why. @source 行政许可法 45 */
export const ProcedureStart = Type.Object({ procedure: Code, plannedUntilOn: DayText, reason: Words }, closed)
export type ProcedureStart = Static<typeof ProcedureStart>

/** How a procedure came out. */
export const conclusions = { passed: '符合要求', failed: '不符合要求', completed: '已完成' } as const
const Conclusion = Type.Enum(Object.keys(conclusions) as (keyof typeof conclusions)[])

/** The end of a procedure: the event that began it, how it came out, and the result in words. */
export const ProcedureEnd = Type.Object({ beganSeq: Seq, conclusion: Conclusion, result: Words }, closed)
export type ProcedureEnd = Static<typeof ProcedureEnd>

/** An extension 延长: by how much, in the unit of the legal limit, and why. @source 行政许可法 42 */
export const Extending = Type.Object({ days: Type.Integer({ minimum: 1, maximum: 999 }), reason: Words }, closed)
export type Extending = Static<typeof Extending>

/** A procedure of a case. `endedOn` null: it lasts. `conclusion` null: it lasts, or the decision ended it. */
const StartedProcedure = Type.Object(
  {
    seq: Seq,
    procedure: Code,
    name: Type.String({ maxLength: 50 }),
    kind: Type.String({ maxLength: 40 }),
    stops: Type.Enum(['all', 'promise', 'nothing']),
    fromOn: DayText,
    plannedUntilOn: DayText,
    endedOn: DayOrNull,
    conclusion: Type.Union([Conclusion, Type.Null()]),
  },
  closed,
)
export type StartedProcedure = Static<typeof StartedProcedure>

/** Who extends a limit, and how each is called. @source 行政许可法 42 */
export const approverNames = { organHead: '本行政机关负责人', governmentHead: '本级人民政府负责人' } as const
const Approver = Type.Enum(Object.keys(approverNames) as (keyof typeof approverNames)[])
export type Approver = Static<typeof Approver>

/** The procedures of a case, those that its item lists, and what extension there may be of its limit. */
export const ProcedureList = Type.Object(
  {
    started: Type.Array(StartedProcedure),
    listed: Type.Array(Procedure, { maxItems: 50 }),
    extension: Type.Union([Type.Object({ mostDays: Type.Integer(), approver: Approver }, closed), Type.Null()]),
  },
  closed,
)
export type ProcedureList = Static<typeof ProcedureList>

export const ProcedureNotListed = refusalKind({
  code: 'approval.procedure_not_listed',
  status: 409,
  facts: Type.Object({ procedure: Code }, closed),
  recorded: true,
  message: '本事项的清单没有这项特别程序，不能启动。',
})

export const ProcedureUnderWay = refusalKind({
  code: 'approval.procedure_under_way',
  status: 409,
  facts: Type.Object({ procedure: Code }, closed),
  message: '这项特别程序正在进行，结束后才能再次启动。',
})

export const NoSuchProcedure = refusalKind({
  code: 'approval.no_such_procedure',
  status: 409,
  facts: Type.Object({}, closed),
  message: '没有正在进行的这项特别程序，请刷新后查看。',
})

export const PlannedEnd = refusalKind({
  code: 'approval.planned_end',
  status: 422,
  facts: Type.Object({ earliestOn: DayText, latestOn: DayText }, closed),
  message: ({ earliestOn, latestOn }) => `计划结束日应在 ${earliestOn} 至 ${latestOn} 之间。`,
})

/** Only what the law or the item's own list says can be extended. */
export const NotExtendable = refusalKind({
  code: 'approval.not_extendable',
  status: 409,
  facts: Type.Object({}, closed),
  recorded: true,
  message: '本件没有依法可以延长的办理期限。',
})

export const AlreadyExtended = refusalKind({
  code: 'approval.already_extended',
  status: 409,
  facts: Type.Object({}, closed),
  recorded: true,
  message: '办理期限只能延长一次，本件已经延长过。',
})

export const LimitPassed = refusalKind({
  code: 'approval.limit_passed',
  status: 409,
  facts: Type.Object({ dueOn: DayOrNull }, closed),
  recorded: true,
  message: '办理期限已经届满，不能再延长；超期已记录。',
})

export const LimitStopped = refusalKind({
  code: 'approval.limit_stopped',
  status: 409,
  facts: Type.Object({}, closed),
  message: '办理期限正因特别程序停止计算，程序结束、期限恢复计算后才能延长。',
})

export const ExtensionTooLong = refusalKind({
  code: 'approval.extension_too_long',
  status: 422,
  facts: Type.Object({ mostDays: Type.Integer() }, closed),
  message: ({ mostDays }) => `延长不得超过 ${mostDays} 日（按该期限的计算单位）。`,
})

export const WrongApprover = refusalKind({
  code: 'approval.wrong_approver',
  status: 403,
  facts: Type.Object({ approver: Approver }, closed),
  recorded: true,
  message: ({ approver }) => `本件的期限延长须经${approverNames[approver]}批准。`,
})
