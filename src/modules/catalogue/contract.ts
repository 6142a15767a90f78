import { type Static, Type } from 'typebox'
import { refusalKind } from '../../kernel/refusal.ts'
import { uuidPattern } from '../../kernel/uuid.ts'
import { closed, ItemCode, ItemDefinition, Limit, orNull } from './definition.ts'

export { DivisionCode } from '../region/contract.ts'
export * from './definition.ts'
export * from './details.ts'

export const ItemState = Type.Union([Type.Literal('active'), Type.Literal('suspended'), Type.Literal('withdrawn')])
export type ItemState = Static<typeof ItemState>

/** What an item lacks before one may apply for it. */
export const Lack = Type.Union([
  Type.Literal('materials'),
  Type.Literal('limit'),
  Type.Literal('legalLimit'),
  Type.Literal('organ'),
])
export type Lack = Static<typeof Lack>
export const lackNames: Record<Lack, string> = {
  organ: '实施主体',
  materials: '申请材料',
  limit: '办理时限',
  legalLimit: '法定时限',
}

/** A version without its definition: what the history shows. */
export const VersionHead = Type.Object(
  {
    versionId: Type.String({ pattern: uuidPattern, maxLength: 36 }),
    no: Type.Integer({ minimum: 1 }),
    effectiveAt: Type.String({ maxLength: 30 }),
    /** SM3 of the definition's canonical JSON. */
    digest: Type.String({ pattern: '^[0-9a-f]{64}$', maxLength: 64 }),
    source: Type.String({ maxLength: 500 }),
    author: Type.String({ maxLength: 100 }),
    approval: Type.String({ maxLength: 500 }),
    legalLimit: orNull(Limit),
    promisedLimit: orNull(Limit),
  },
  closed,
)
export type VersionHead = Static<typeof VersionHead>

/** The guide 办事指南 of an item: one version of it, whole. */
export const Guide = Type.Object(
  {
    code: ItemCode,
    itemId: Type.String({ pattern: uuidPattern, maxLength: 36 }),
    state: ItemState,
    version: VersionHead,
    /** Empty: one may apply. */
    lacks: Type.Array(Lack, { maxItems: 4 }),
    definition: ItemDefinition,
  },
  closed,
)
export type Guide = Static<typeof Guide>

const Problem = Type.Object({ field: Type.String({ maxLength: 200 }), problem: Type.String({ maxLength: 100 }) }, closed)

/** What an item asks for in a situation: the questions that are asked, and what these answers leave. */
export const Demand = Type.Object(
  {
    code: ItemCode,
    versionId: Type.String({ pattern: uuidPattern, maxLength: 36 }),
    situations: ItemDefinition.properties.situations,
    fields: ItemDefinition.properties.form.properties.fields,
    materials: ItemDefinition.properties.materials,
    legalLimit: orNull(Limit),
    promisedLimit: orNull(Limit),
    /** What is wrong with the answers, all of it; empty: the situation is known, and the list is whole. */
    problems: Type.Array(Problem, { maxItems: 60 }),
  },
  closed,
)
export type Demand = Static<typeof Demand>

/** An item that nobody can apply for yet, and what it lacks. */
export const NotReadyItem = Type.Object(
  {
    code: ItemCode,
    name: Type.String({ maxLength: 500 }),
    department: Type.String({ maxLength: 200 }),
    lacks: Type.Array(Lack, { maxItems: 4 }),
  },
  closed,
)
export type NotReadyItem = Static<typeof NotReadyItem>

/** An item as a search shows it. `guide` is the path of its page. */
export const FoundItem = Type.Object(
  {
    code: ItemCode,
    name: Type.String({ maxLength: 500 }),
    area: Type.String({ maxLength: 12 }),
    department: Type.String({ maxLength: 200 }),
    guide: Type.String({ maxLength: 300 }),
    group: Type.Optional(Type.String({ maxLength: 500 })),
    type: Type.String({ maxLength: 10 }),
    state: ItemState,
    /** Whether one can apply for it here. */
    isReady: Type.Boolean(),
    /** The promised limit, otherwise the legal one; null: neither was published. */
    limit: orNull(Limit),
  },
  closed,
)
export type FoundItem = Static<typeof FoundItem>

/** For whom items are listed: natural persons, or enterprises and other bodies. Codes after C0109. */
export const audienceCodes = { person: ['1'], body: ['2', '3', '4', '5', '6', '9'] } as const
export type Audience = keyof typeof audienceCodes
export const Audience = Type.Enum(Object.keys(audienceCodes) as Audience[])

/** A department or a theme, with how many items stand under it. */
const Shelf = Type.Object({ name: Type.String({ maxLength: 200 }), items: Type.Integer({ minimum: 1 }) }, closed)
export type Shelf = Static<typeof Shelf>

/** By what one may browse, the fullest first. */
export const Shelves = Type.Object(
  { departments: Type.Array(Shelf, { maxItems: 200 }), themes: Type.Array(Shelf, { maxItems: 200 }) },
  closed,
)
export type Shelves = Static<typeof Shelves>

/** A page of a shelf, by code. `next` brings the page after it; null: this is the last. */
export const ShelfPage = Type.Object({ items: Type.Array(FoundItem, { maxItems: 100 }), next: orNull(ItemCode) }, closed)
export type ShelfPage = Static<typeof ShelfPage>

const facts = Type.Object({ code: ItemCode }, { additionalProperties: false })

export const UnknownItem = refusalKind({
  code: 'item.unknown',
  status: 404,
  facts,
  message: '没有这个事项编码，请核对编码或重新搜索。',
})

export const UnknownVersion = refusalKind({
  code: 'item.unknown_version',
  status: 404,
  facts,
  message: '这个事项没有所指的版本。',
})

/** 目录之外无审批: no case for a withdrawn item; supervision hears of the attempt. */
export const Withdrawn = refusalKind({
  code: 'item.withdrawn',
  status: 409,
  facts,
  recorded: true,
  message: '这个事项已经取消，不再受理申请。',
})

export const Suspended = refusalKind({
  code: 'item.suspended',
  status: 409,
  facts,
  recorded: true,
  message: '这个事项目前暂停实施，恢复之前不受理申请。',
})

export const NotReady = refusalKind({
  code: 'item.not_ready',
  status: 409,
  facts: Type.Object({ code: ItemCode, lacks: Type.Array(Lack, { maxItems: 4 }) }, { additionalProperties: false }),
  message: ({ lacks }) => `这个事项的${lacks.map((lack) => lackNames[lack]).join('、')}尚未公布，暂不能在线申请，请到窗口咨询。`,
})

/** @source 优化营商环境条例 36: a promised limit may only be shorter */
export const PromiseExceedsLaw = refusalKind({
  code: 'catalogue.promise_exceeds_law',
  status: 422,
  facts: Type.Object({ legal: Limit, promised: Limit }, { additionalProperties: false }),
  source: '优化营商环境条例 36',
  message: '承诺时限不得长于法定时限，请缩短承诺时限后再保存。',
})

export const Unsound = refusalKind({
  code: 'catalogue.unsound',
  status: 422,
  facts: Type.Object({ faults: Type.Array(Type.String({ maxLength: 200 }), { maxItems: 20 }) }, { additionalProperties: false }),
  message: ({ faults }) => `事项内容有误：${faults.join('；')}。`,
})

/** A version may not come into force before the one it follows, nor in the past. */
export const TooEarly = refusalKind({
  code: 'catalogue.effective_too_early',
  status: 422,
  facts: Type.Object({ earliestAt: Type.String({ maxLength: 30 }) }, { additionalProperties: false }),
  message: '生效时间不得早于现在，也不得早于上一版本的生效时间。',
})

export const NotInState = refusalKind({
  code: 'catalogue.not_in_state',
  status: 409,
  facts: Type.Object({ state: Type.String({ maxLength: 20 }) }, { additionalProperties: false }),
  message: '事项当前状态不允许这一操作。',
})
