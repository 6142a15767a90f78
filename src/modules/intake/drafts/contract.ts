import { type Static, Type } from 'typebox'
import { refusalKind } from '../../../kernel/refusal.ts'
import { uuidPattern } from '../../../kernel/uuid.ts'
import { Demand, ItemCode } from '../../catalogue/contract.ts'
import { Handed } from '../contract.ts'

const closed = { additionalProperties: false }
const orNull = <S extends Parameters<typeof Type.Union>[0][number]>(schema: S) => Type.Union([schema, Type.Null()])
const Id = Type.String({ pattern: uuidPattern, maxLength: 36 })
const Day = Type.String({ maxLength: 10 })
const Instant = Type.String({ maxLength: 30 })
const Label = Type.String({ maxLength: 500 })

/** One thing that is asked: an answer to a situation, a field of the form, a material of the list, by its code. */
export const DraftPath = Type.String({ pattern: '^(situation|form|material)/[0-9A-Za-z]{1,40}$', maxLength: 50 })

/** What stands there: a text, or what was handed in; null: nothing. */
export const DraftValue = Type.Union([Type.String({ maxLength: 10_000 }), Type.Array(Handed, { maxItems: 20 }), Type.Null()])
export type DraftValue = Static<typeof DraftValue>

/** A draft is begun: by the applicant, by whoever may apply for them, or at a window for a person who is present. */
export const NewDraft = Type.Object({ itemCode: ItemCode, applicantId: Type.Optional(Id), agentId: Type.Optional(Id) }, closed)
export type NewDraft = Static<typeof NewDraft>

/** `removedOn`: the day on which it is removed unless it is changed before. */
export const DraftOpened = Type.Object({ draftId: Id, removedOn: Day }, closed)
export type DraftOpened = Static<typeof DraftOpened>

/** One answer is saved. `rev` is the one that was seen; 0: none yet. */
export const Saving = Type.Object(
  { path: DraftPath, value: DraftValue, rev: Type.Integer({ minimum: 0, maximum: 2_000_000_000 }) },
  closed,
)
export type Saving = Static<typeof Saving>

export const Saved = Type.Object({ rev: Type.Integer(), removedOn: Day }, closed)
export type Saved = Static<typeof Saved>

/** What a new version of the item changed, by the names of what it asks. */
export const VersionChanges = Type.Object(
  {
    versionId: Id,
    added: Type.Array(Label, { maxItems: 600 }),
    removed: Type.Array(Label, { maxItems: 600 }),
    altered: Type.Array(Label, { maxItems: 600 }),
    areLimitsChanged: Type.Boolean(),
  },
  closed,
)
export type VersionChanges = Static<typeof VersionChanges>

export const sectionNames = {
  identity: '身份与代表',
  situations: '办理情形',
  form: '基本信息',
  materials: '材料',
  submit: '检查并提交',
} as const
export const sectionStateNames = { untouched: '未开始', started: '进行中', done: '已完成', blocked: '暂不能做' } as const

/** A line of the task list, with everything that is still to be done in it. */
export const Section = Type.Object(
  {
    code: Type.Enum(Object.keys(sectionNames) as (keyof typeof sectionNames)[]),
    state: Type.Enum(Object.keys(sectionStateNames) as (keyof typeof sectionStateNames)[]),
    reasons: Type.Array(
      Type.Object({ path: orNull(DraftPath), label: Label, problem: Type.String({ maxLength: 300 }) }, closed),
      { maxItems: 1_500 },
    ),
  },
  closed,
)
export type Section = Static<typeof Section>

/** A draft as it stands in a list. The applicant's name as others may see it; null: erased. */
export const ListedDraft = Type.Object(
  {
    draftId: Id,
    itemCode: ItemCode,
    itemName: Label,
    applicantId: Id,
    applicantName: orNull(Type.String({ maxLength: 200 })),
    isAtWindow: Type.Boolean(),
    /** Begun by whoever asks. */
    isOwn: Type.Boolean(),
    place: orNull(Type.String({ maxLength: 64 })),
    changedAt: Instant,
    removedOn: Day,
    daysLeft: Type.Integer(),
  },
  closed,
)
export type ListedDraft = Static<typeof ListedDraft>

export const DraftList = Type.Object({ drafts: Type.Array(ListedDraft, { maxItems: 100 }) }, closed)
export type DraftList = Static<typeof DraftList>

/** A draft, whole: what is asked in its situation, what was answered, and what is still to be done. */
export const DraftView = Type.Object(
  {
    draftId: Id,
    itemCode: ItemCode,
    itemName: Label,
    applicantId: Id,
    /** As others may see it; null: erased. */
    applicantName: orNull(Type.String({ maxLength: 200 })),
    agentId: orNull(Id),
    isAtWindow: Type.Boolean(),
    place: orNull(Type.String({ maxLength: 64 })),
    changedAt: Instant,
    removedOn: Day,
    daysLeft: Type.Integer(),
    /** Null: the version that was seen is still the one in force. */
    changes: orNull(VersionChanges),
    demand: Type.Omit(Demand, ['problems'], closed),
    /** Also answers to what is not asked any more: kept, not submitted. */
    answers: Type.Array(
      Type.Object({ path: DraftPath, value: DraftValue, rev: Type.Integer(), savedAt: Instant, savedBy: Id }, closed),
      { maxItems: 1_000 },
    ),
    /** What the files handed in so far are called. */
    files: Type.Array(Type.Object({ fileId: Id, name: Type.String({ maxLength: 255 }) }, closed), { maxItems: 10_000 }),
    sections: Type.Array(Section, { maxItems: 5 }),
    hands: Type.Array(Type.Object({ account: Id, lastAt: Instant }, closed), { maxItems: 1_000 }),
  },
  closed,
)
export type DraftView = Static<typeof DraftView>

/** By which another device, or a window, takes a draft up: works once, for half an hour. */
export const ResumeCode = Type.Object({ code: Type.String({ maxLength: 16 }), untilAt: Instant }, closed)
export type ResumeCode = Static<typeof ResumeCode>

export const UnknownDraft = refusalKind({
  code: 'intake.unknown_draft',
  status: 404,
  facts: Type.Object({}, closed),
  recorded: true,
  message: '没有找到这份草稿：可能已经提交、删除或超过保存期限，或者您无权查看。',
})

export const WrongDraftCode = refusalKind({
  code: 'intake.wrong_draft_code',
  status: 404,
  facts: Type.Object({}, closed),
  recorded: true,
  message: '续办码不正确、已经用过或已过期，请在原来的设备上重新生成。',
})

export const TooManyDrafts = refusalKind({
  code: 'intake.too_many_drafts',
  status: 409,
  facts: Type.Object({ most: Type.Integer() }, closed),
  message: ({ most }) => `同一申请人最多保留${most}份草稿，请先提交或删除不再需要的草稿。`,
})

/** Two tabs or two people: nothing is lost, whoever comes second chooses. */
export const DraftConflict = refusalKind({
  code: 'intake.draft_conflict',
  status: 409,
  facts: Type.Object({ path: DraftPath, rev: Type.Integer(), yours: DraftValue, theirs: DraftValue, savedAt: Instant }, closed),
  message: '这一项刚才在别处改成了另一个内容，请在两个内容中选择一个再保存。',
})

export const VersionChanged = refusalKind({
  code: 'intake.version_changed',
  status: 409,
  facts: VersionChanges,
  source: '行政许可法 30',
  message: ({ added, removed, altered }) =>
    `事项内容在您填写期间有更新（新增${added.length}项、取消${removed.length}项、调整${altered.length}项），已填内容都已保留，请核对后再提交。`,
})
