import { type Static, Type } from 'typebox'
import { refusalKind } from '../../kernel/refusal.ts'
import { uuidPattern } from '../../kernel/uuid.ts'
import { DayText, TimerView } from './timers/contract.ts'

export * from './timers/contract.ts'

const closed = { additionalProperties: false }

export const CaseId = Type.String({ pattern: uuidPattern, maxLength: 36, description: '办件标识' })

/** The states of a case and how they are called. */
export const stateNames = {
  submitted: '已收件，待受理',
  correcting: '待补正',
  turnedAway: '不予受理',
  accepted: '已受理，审查中',
  reviewed: '已审查，待决定',
  granted: '已准予，待制证',
  refused: '不予许可',
  declined: '不予办理',
  issued: '已制证，待领取',
  delivered: '已送达',
  withdrawn: '申请人已撤回',
  voided: '已作废',
} as const
export type StateName = keyof typeof stateNames

/** What the states of an item that is no permit are called instead: nothing is licensed there. */
const serviceStateNames: Partial<Record<StateName, string>> = { granted: '已办结，待制发结果', issued: '结果已制发，待领取' }

/** How a state is called for this kind of item. */
export function stateNameOf(state: StateName, ruleSet: string): string {
  return (ruleSet === 'permit' ? undefined : serviceStateNames[state]) ?? stateNames[state]
}
export const StateName = Type.Enum(Object.keys(stateNames) as StateName[])

/** States in which it is the applicant's turn. */
export const applicantsTurn: readonly StateName[] = ['correcting', 'issued']

/** What stands on a list at the desk: cases in one state, or those that are to be reviewed and decided together. */
export const deskTrays = { toApprove: ['accepted', 'reviewed'] } as const satisfies Record<string, readonly StateName[]>
export const DeskTray = Type.Enum([
  ...(Object.keys(stateNames) as StateName[]),
  ...(Object.keys(deskTrays) as (keyof typeof deskTrays)[]),
])
export type DeskTray = Static<typeof DeskTray>

/** States in which nothing more is owed to anybody. */
export const closedStates: readonly StateName[] = [
  'turnedAway',
  'refused',
  'declined',
  'delivered',
  'withdrawn',

  'voided',
]

/** Why an act is refused: the case is not where the act starts from. */
export const NotAllowed = refusalKind({
  code: 'casework.not_allowed',
  status: 409,
  facts: Type.Object({ act: Type.String(), state: StateName, ruleSet: Type.String() }, closed),
  message: ({ state, ruleSet }) => `办件当前状态为“${stateNameOf(state, ruleSet)}”，不能进行此操作，请刷新后查看最新状态。`,
})

/** The same answer whether the case is somebody else's or not there at all: nobody learns of foreign cases. */
export const UnknownCase = refusalKind({
  code: 'casework.unknown_case',
  status: 404,
  facts: Type.Object({}, closed),
  recorded: true,
  message: '没有找到您可以查看的这个办件，请核对编号。',
})

export const NoPower = refusalKind({
  code: 'casework.no_power',
  status: 403,
  facts: Type.Object({ power: Type.String() }, closed),
  recorded: true,
  message: '您在该实施机关没有办理这一步的权限，本次操作未执行并已记录。',
})

export const SecondPerson = refusalKind({
  code: 'casework.second_person',
  status: 409,
  facts: Type.Object({}, closed),
  recorded: true,
  message: '这一步必须由另一位工作人员办理，不能由同一人完成。',
})

export const NothingProposed = refusalKind({
  code: 'casework.nothing_proposed',
  status: 409,
  facts: Type.Object({}, closed),
  message: '没有待确认的作废或更正提议。',
})

export const ReceiptTooLate = refusalKind({
  code: 'casework.receipt_too_late',
  status: 422,
  facts: Type.Object({ latestOn: DayText }, closed),
  message: ({ latestOn }) => `收到日不能晚于 ${latestOn}：那一天申请已经在手上或者已经办理。`,
})

export const UnknownFact = refusalKind({
  code: 'casework.unknown_fact',
  status: 422,
  facts: Type.Object({ path: Type.String() }, closed),
  message: '要更正或删除的内容不在这个办件中。',
})

/** Why a record is undone; the words that explain it stand in the vault. */
export const undoReasons = {
  entry_error: '录入错误',
  wrong_person: '申请人错误',
  wrong_item: '事项选择错误',
  duplicate: '重复录入',
  other: '其他',
} as const
export const UndoReason = Type.Enum(Object.keys(undoReasons) as (keyof typeof undoReasons)[])

const Explanation = Type.String({ minLength: 4, maxLength: 2_000 })

export const VoidProposal = Type.Object({ reason: UndoReason, explanation: Explanation }, closed)
export type VoidProposal = Static<typeof VoidProposal>

export const CorrectionProposal = Type.Object(
  {
    reason: UndoReason,
    explanation: Explanation,
    /** The right day of receipt; null when it was right. */
    receivedOn: Type.Union([DayText, Type.Null()]),
    /** The right value for each path that was wrong, such as 'form/contactPhone'. */
    facts: Type.Record(
      Type.String({ pattern: '^form/[a-z][0-9A-Za-z]{0,39}$', maxLength: 50 }),
      Type.String({ maxLength: 10_000 }),
      {
        maxProperties: 50,
      },
    ),
  },
  closed,
)
export type CorrectionProposal = Static<typeof CorrectionProposal>

/** Why what a person said is erased. @source 个人信息保护法 46, 47 */
export const eraseGrounds = { retention: '保存期限届满', withdrawn_consent: '撤回同意', wrong_person: '不是本人的信息' } as const
export const Erasing = Type.Object({ ground: Type.Enum(Object.keys(eraseGrounds) as (keyof typeof eraseGrounds)[]) }, closed)
export type Erasing = Static<typeof Erasing>

/** Only what was never theirs to give is erased while the case still needs it. */
export const StillOpen = refusalKind({
  code: 'casework.still_open',
  status: 409,
  facts: Type.Object({}, closed),
  source: '个人信息保护法 47',
  message: '办件尚未办结，处理目的尚未实现，暂不能删除其中的个人信息。',
})

/** The proof that an event is sealed: recompute the leaf, follow the path, compare with the signed root. */
export const Proof = Type.Union([
  Type.Object(
    {
      leaf: Type.Object(
        { position: Type.Integer(), stream: Type.String(), streamId: CaseId, seq: Type.Integer(), hash: Type.String() },
        closed,
      ),
      index: Type.Integer(),
      size: Type.Integer(),
      path: Type.Array(Type.String(), { maxItems: 64 }),
      checkpoint: Type.Object(
        {
          n: Type.Integer(),
          root: Type.String(),
          at: Type.String(),
          hash: Type.String(),
          keyId: Type.String(),
          signature: Type.String(),
        },
        closed,
      ),
    },
    closed,
  ),
  Type.Null(),
])
export type Proof = Static<typeof Proof>

/** What a party to the case or its handlers see. */
export const CaseView = Type.Object(
  {
    caseId: CaseId,
    number: Type.String({ maxLength: 50 }),
    itemCode: Type.String({ maxLength: 64 }),
    itemVersionId: CaseId,
    ruleSet: Type.String({ maxLength: 20 }),
    organisation: Type.String({ maxLength: 18 }),
    /** Null: no longer in the book. */
    organName: Type.Union([Type.String({ maxLength: 200 }), Type.Null()]),
    applicantId: CaseId,
    /** As others may see it; null: erased. */
    applicantName: Type.Union([Type.String({ maxLength: 200 }), Type.Null()]),
    state: StateName,
    stateName: Type.String({ maxLength: 40 }),
    channel: Type.String({ maxLength: 20 }),
    place: Type.Union([Type.String({ maxLength: 64 }), Type.Null()]),
    receivedOn: DayText,
    acceptedOn: Type.Union([DayText, Type.Null()]),
    isDeemedAccepted: Type.Boolean(),
    decidedOn: Type.Union([DayText, Type.Null()]),
    timers: Type.Array(TimerView, { maxItems: 60 }),
    documents: Type.Array(
      Type.Object({ documentId: CaseId, kind: Type.String({ maxLength: 10 }), number: Type.String({ maxLength: 100 }) }, closed),
      { maxItems: 200 },
    ),
    /** 查询码, for the parties and whoever hands them their receipt; null for others. Never part of an answer that is remembered. */
    queryCode: Type.Union([Type.String({ maxLength: 16 }), Type.Null()]),
    /** What the caller may do now; the same table refuses everything else. */
    allowedActs: Type.Array(Type.Object({ code: Type.String({ maxLength: 40 }), name: Type.String({ maxLength: 40 }) }, closed), {
      maxItems: 40,
    }),
    seq: Type.Integer(),
    hash: Type.String({ pattern: '^[0-9a-f]{64}$', maxLength: 64 }),
  },
  closed,
)
export type CaseView = Static<typeof CaseView>

/** A case in a list. */
export const ListedCase = Type.Object(
  {
    caseId: CaseId,
    number: Type.String({ maxLength: 50 }),
    itemCode: Type.String({ maxLength: 64 }),
    itemName: Type.String({ maxLength: 500 }),
    /** Null: no longer in the book. */
    organName: Type.Union([Type.String({ maxLength: 200 }), Type.Null()]),
    applicantId: CaseId,
    /** As others may see it; null: erased. */
    applicantName: Type.Union([Type.String({ maxLength: 200 }), Type.Null()]),
    state: StateName,
    stateName: Type.String({ maxLength: 40 }),
    receivedOn: DayText,
    dueOn: Type.Union([DayText, Type.Null()]),
    promisedOn: Type.Union([DayText, Type.Null()]),
    /** The step of the item's plan that it stands at, and whether what the caller did before keeps them out of it; null: none. */
    step: Type.Union([Type.Object({ name: Type.String({ maxLength: 50 }), isBarred: Type.Boolean() }, closed), Type.Null()]),
    /** The running clock that is tightest, as it stands today; null when none runs. */
    clock: Type.Union([TimerView, Type.Null()]),
  },
  closed,
)
export type ListedCase = Static<typeof ListedCase>
/** Where a page of a list at the desk begins: the `next` of the one before. */
export const CaseCursor = Type.String({ pattern: `^[0-9]{1,7}[.]${uuidPattern.slice(1)}`, maxLength: 44 })
/** A page of cases. `next` brings the page after this one; null: this is the last. */
export const CaseList = Type.Object(
  { cases: Type.Array(ListedCase, { maxItems: 100 }), next: Type.Union([Type.String({ maxLength: 44 }), Type.Null()]) },
  closed,
)
export type CaseList = Static<typeof CaseList>

/** Which of one's cases: of one person, only those that wait for the applicant; where the page begins. */
export const MineAsked = Type.Object(
  { person: Type.Optional(CaseId), turn: Type.Optional(Type.Literal('mine')), after: Type.Optional(CaseId) },
  closed,
)
export type MineAsked = Static<typeof MineAsked>

/** A page of one's own cases and of those that one may act in for others; and who these are, oneself first. */
export const MyCases = Type.Object(
  {
    ...CaseList.properties,
    people: Type.Array(
      Type.Object(
        {
          personId: CaseId,
          name: Type.String({ maxLength: 200 }),
          basis: Type.Enum(['self', 'representative', 'delegation']),
        },
        closed,
      ),
      { maxItems: 1_001 },
    ),
  },
  closed,
)
export type MyCases = Static<typeof MyCases>

/** What every act answers with. */
export const Acted = Type.Object(
  {
    caseId: CaseId,
    state: StateName,
    seq: Type.Integer(),
    hash: Type.String({ pattern: '^[0-9a-f]{64}$', maxLength: 64 }),
    dueOn: Type.Union([DayText, Type.Null()]),
    promisedOn: Type.Union([DayText, Type.Null()]),
    /** The letter this act made; null when it made none. */
    documentId: Type.Union([CaseId, Type.Null()]),
  },
  closed,
)
export type Acted = Static<typeof Acted>
