import { type Static, type TSchema, Type } from 'typebox'
import { Details } from './details.ts'

const text = (maxLength: number) => Type.String({ minLength: 1, maxLength })
export const orNull = <S extends TSchema>(schema: S) => Type.Union([schema, Type.Null()])
export const closed = { additionalProperties: false } as const

/** An item's code as imported: opaque, printable, never taken apart for meaning. */
export const ItemCode = Type.String({ pattern: '^[\\x21-\\x7e]{1,64}$', maxLength: 64 })

/** 事项类型 after GB/T 39046 A.1, as far as one applies for it; acts of the authority's own motion (02 03 04 06) are no items here. */
export const typeNames = {
  '01': '行政许可',
  '05': '行政给付',
  '07': '行政确认',
  '08': '行政奖励',
  '09': '行政裁决',
  '10': '其他行政权力',
  '20': '公共服务',
} as const
export type TypeCode = keyof typeof typeNames
export const TypeCode = Type.Unsafe<TypeCode>(Type.Union(Object.keys(typeNames).map((code) => Type.Literal(code))))

/** The kind of item chooses the rule set: which clocks, acts and documents there are. Only 'permit' knows 行政许可法. */
export const ruleSets = {
  '01': 'permit',
  '05': 'benefit',
  '07': 'confirmation',
  '08': 'reward',
  '09': 'adjudication',
  '10': 'other',
  '20': 'service',
} as const satisfies Record<TypeCode, string>
export type RuleSet = (typeof ruleSets)[TypeCode]
export const RuleSet = Type.Unsafe<RuleSet>(Type.Union(Object.values(ruleSets).map((name) => Type.Literal(name))))

/** A time limit 时限. `days` counts what `unit` says: working days 工作日, calendar days 自然日, months 月. */
export const Limit = Type.Object(
  {
    days: Type.Integer({ minimum: 1, maximum: 3_660 }),
    unit: Type.Union([Type.Literal('workday'), Type.Literal('day'), Type.Literal('month')]),
  },
  closed,
)
export type Limit = Static<typeof Limit>

const SituationCode = Type.String({ pattern: '^[a-z][0-9A-Za-z]{0,19}$', maxLength: 20 })
const AnswerCode = Type.String({ pattern: '^[0-9A-Za-z]{1,20}$', maxLength: 20 })

/** Answers to the questions of an item's situations, by code. */
export const Answers = Type.Record(SituationCode, AnswerCode, { maxProperties: 20, ...closed })
export type Answers = Static<typeof Answers>

/** When something applies: every question named was answered with one of the answers named. Left out: always. */
export const When = Type.Record(SituationCode, Type.Array(AnswerCode, { minItems: 1, maxItems: 20 }), {
  minProperties: 1,
  maxProperties: 20,
  ...closed,
})
export type When = Static<typeof When>

/** A situation 情形: a question with its answers. It may depend on questions that stand before it. */
export const Situation = Type.Object(
  {
    code: SituationCode,
    question: text(200),
    hint: Type.Optional(text(500)),
    answers: Type.Array(Type.Object({ code: AnswerCode, label: text(100) }, closed), { minItems: 2, maxItems: 20 }),
    when: Type.Optional(When),
  },
  closed,
)
export type Situation = Static<typeof Situation>

/** Limits that take the place of the item's own in a situation; of several that apply, the first. */
const LimitsWhen = Type.Object({ when: When, legalLimit: orNull(Limit), promisedLimit: orNull(Limit) }, closed)

/** A material 申请材料 that may be asked for. What is not in the list cannot be asked for. */
export const Material = Type.Object(
  {
    code: Type.String({ pattern: '^[0-9A-Za-z]{1,20}$', maxLength: 20 }),
    name: text(500),
    required: Type.Boolean(),
    /** False where the published list does not say; then `required` is assumed. */
    requiredKnown: Type.Boolean(),
    /** 原件 / 复印件 / 电子 as published; absent where the list does not say. */
    forms: Type.Optional(
      Type.Array(Type.Union([Type.Literal('original'), Type.Literal('copy'), Type.Literal('electronic')]), { maxItems: 3 }),
    ),
    /** 份数 on paper. */
    copies: Type.Optional(Type.Integer({ minimum: 1, maximum: 99 })),
    /** 来源渠道: written by the applicant 自备, or a certificate that some body issued 核发; it decides how far an upload is trusted. */
    source: Type.Optional(Type.Union([Type.Literal('own'), Type.Literal('licence')])),
    /** Who issues it 出具单位. */
    issuer: Type.Optional(text(200)),
    /** The clause that asks for it. */
    basis: Type.Optional(text(300)),
    note: Type.Optional(text(1_000)),
    /** In which situations it is asked for; left out: in all. */
    when: Type.Optional(When),
  },
  closed,
)
export type Material = Static<typeof Material>

/** A field of the application form 申请表. */
export const FormField = Type.Object(
  {
    code: Type.String({ pattern: '^[a-z][0-9A-Za-z]{0,39}$', maxLength: 40 }),
    label: text(100),
    type: Type.Enum(['text', 'longText', 'phone', 'date', 'number', 'choice']),
    required: Type.Boolean(),
    maxLength: Type.Integer({ minimum: 1, maximum: 10_000 }),
    /** Of a 'choice', and of no other. */
    options: Type.Optional(
      Type.Array(Type.Object({ code: AnswerCode, label: text(100) }, closed), { minItems: 2, maxItems: 50 }),
    ),
    hint: Type.Optional(text(500)),
    /** 为什么问: the clause, or the step that needs it. */
    why: Type.Optional(text(300)),
    /** In which situations it is asked; left out: in all. */
    when: Type.Optional(When),
  },
  closed,
)
export type FormField = Static<typeof FormField>

/** A step of the plan 办理环节. `notBy` names the steps whose doer must not do this one: 审查与决定相分离. */
export const Step = Type.Object(
  {
    code: Type.String({ pattern: '^[a-z][0-9A-Za-z]{0,39}$', maxLength: 40 }),
    kind: Type.Union([Type.Literal('review'), Type.Literal('decide')]),
    name: text(50),
    notBy: Type.Array(Type.String({ maxLength: 40 }), { maxItems: 20 }),
    /** How many different people each do it 两名以上; left out: one. */
    people: Type.Optional(Type.Integer({ minimum: 2, maximum: 9 })),
    /** 环节时限; left out: none of its own. */
    limit: Type.Optional(Limit),
  },
  closed,
)
export type Step = Static<typeof Step>

/**
 * Kinds of special procedures 特别程序. The first eight, and no others, stop the limit of a permit (行政许可法 45); which of the rest stop the
 * promised one is the item's own business.
 */
export const procedureKinds = {
  HEARING: '听证',
  TENDER: '招标',
  AUCTION: '拍卖',
  INSPECTION: '检验',
  TESTING: '检测',
  QUARANTINE: '检疫',
  APPRAISAL: '鉴定',
  EXPERT_REVIEW: '专家评审',
  SITE_CHECK: '现场勘验',
  TECHNICAL_REVIEW: '技术审查',
  ASSESSMENT: '评估评价',
  COLLECTIVE: '集体研究',
  PUBLICITY: '公示',
  OTHER: '其他',
} as const
export type ProcedureKind = keyof typeof procedureKinds

/** A special procedure that the item's list allows 特别程序清单. What is not on the list cannot be started. */
export const Procedure = Type.Object(
  {
    code: Type.String({ pattern: '^[a-z][0-9A-Za-z]{0,39}$', maxLength: 40 }),
    name: text(50),
    kind: Type.Enum(Object.keys(procedureKinds) as ProcedureKind[]),
    /** How long it may take; null: not published. */
    limit: orNull(Limit),
    /** What stands still meanwhile: 'all' the legal limit too, 'promise' the promised one and those of the steps alone. */
    stops: Type.Enum(['all', 'promise', 'nothing']),
  },
  closed,
)
export type Procedure = Static<typeof Procedure>

/** An extension of the legal limit that another law than 行政许可法 42 allows, in the unit of that limit. */
export const OwnExtension = Type.Object(
  {
    days: Type.Integer({ minimum: 1, maximum: 999 }),
    /** 本机关负责人, or 本级人民政府负责人. */
    approver: Type.Enum(['organHead', 'governmentHead']),
    /** The clause that allows it. */
    basis: text(200),
  },
  closed,
)

/**
 * A licence that is renewed 延续: silence until it runs out grants the renewal. Only an item whose list says so, with its basis, has this
 * rule 视为准予延续. `expiryField` is the date field of its form in which the applicant writes until when the licence runs.
 *
 * @source 行政许可法 50
 */
export const Renewal = Type.Object(
  {
    expiryField: Type.String({ pattern: '^[a-z][0-9A-Za-z]{0,39}$', maxLength: 40 }),
    /** Natural days before expiry by which it must be asked for; null: thirty, as the law says. */
    leadDays: orNull(Type.Integer({ minimum: 1, maximum: 366 })),
    /** The clause that the renewal rests on. */
    basis: text(200),
  },
  closed,
)
export type Renewal = Static<typeof Renewal>

/** Where an element comes from: the published list, our authors, or a default of the product. An element not named was not published. */
const Origin = Type.Union([Type.Literal('published'), Type.Literal('authored'), Type.Literal('default')])
export type Origin = Static<typeof Origin>
const elements = [
  'audiences',
  'limits',
  'conditions',
  'materials',
  'situations',
  'form',
  'steps',
  'documents',
  'result',
  'fee',
  'contact',
  'service',
  'remedy',
] as const
const Provenance = Type.Object(
  Object.fromEntries(elements.map((name) => [name, Type.Optional(Origin)])) as Record<
    (typeof elements)[number],
    ReturnType<typeof Type.Optional<typeof Origin>>
  >,
  closed,
)

/**
 * One published version of an item 实施清单. Guide, form, checklist and the officers' powers are computed from it, and from nothing else.
 * Immutable; `v` is the version of this shape.
 */
export const ItemDefinition = Type.Object(
  {
    v: Type.Literal(1),
    name: text(500),
    /** Other names people search by. */
    aliases: Type.Array(text(200), { maxItems: 50 }),
    /** 主项: what groups near-identical items; null where it stands alone. */
    mainName: orNull(text(500)),
    typeCode: TypeCode,
    ruleSet: RuleSet,
    /** 基本目录编码 and further codes as published; opaque. */
    catalogCode: orNull(Type.String({ maxLength: 64 })),
    areaCode: Type.String({ pattern: '^[0-9]{12}$', maxLength: 12 }),
    /** 实施主体. `uscc` as published, null where the list gives none of 18 characters. */
    organ: Type.Object({ name: text(200), uscc: orNull(Type.String({ pattern: '^[0-9A-Z]{18}$', maxLength: 18 })) }, closed),
    /** 服务对象 after C0109: 1 自然人 2 企业法人 3 事业法人 4 社会组织法人 5 非法人企业 6 行政机关 9 其他组织. Empty: not published. */
    audiences: Type.Array(Type.String({ pattern: '^[1-69]$', maxLength: 1 }), { maxItems: 7 }),
    themes: Type.Array(text(50), { maxItems: 50 }),
    /** 法定办结时限. Null: 清单未公布法定时限 – never invented. */
    legalLimit: orNull(Limit),
    /** 承诺办结时限. Never longer than the legal one. */
    promisedLimit: orNull(Limit),
    conditions: orNull(text(20_000)),
    /** Empty: not published. */
    materials: Type.Array(Material, { maxItems: 200 }),
    /** 情形, in the order in which they are asked; empty: none, or not published. */
    situations: Type.Array(Situation, { maxItems: 20 }),
    limitsWhen: Type.Optional(Type.Array(LimitsWhen, { maxItems: 20 })),
    form: Type.Object({ isGeneric: Type.Boolean(), fields: Type.Array(FormField, { maxItems: 300 }) }, closed),
    /** 即办件: decided at the counter, in the accepting transaction. */
    isImmediate: Type.Boolean(),
    steps: Type.Array(Step, { minItems: 1, maxItems: 20 }),
    /** 特别程序清单; left out: none. */
    procedures: Type.Optional(Type.Array(Procedure, { maxItems: 50 })),
    /** Left out: as the law says for its kind – 行政许可法 42 for permits with the limit of that law, none for everything else. */
    extension: Type.Optional(OwnExtension),
    /** 统一办理、联合办理、集中办理 by several departments: the limit and the approver of 行政许可法 42.2. Left out: by one. */
    isJoint: Type.Optional(Type.Boolean()),
    /** Left out: silence grants nothing. */
    renewal: Type.Optional(Renewal),
    /** Codes of the documents 文书 this item may make. */
    documents: Type.Array(Type.String({ pattern: '^D[0-9]{2}$', maxLength: 3 }), { maxItems: 40 }),
    /** What the applicant gets 办理结果; null: not published. */
    result: orNull(Type.Object({ name: text(200) }, closed)),
    /** 收费; null: not published. */
    fee: Type.Null(),
    contact: Type.Object(
      {
        venue: orNull(text(1_000)),
        phone: orNull(text(1_000)),
        complaintPhone: orNull(text(1_000)),
        coDepartments: orNull(text(1_000)),
      },
      closed,
    ),
    service: Type.Object(
      {
        online: orNull(Type.Boolean()),
        offline: orNull(Type.Boolean()),
        courier: orNull(Type.Boolean()),
        bookable: orNull(Type.Boolean()),
        onSiteVisits: orNull(Type.Integer({ minimum: 0, maximum: 99 })),
        applyUrl: orNull(Type.String({ maxLength: 2_000 })),
        bookUrl: orNull(Type.String({ maxLength: 2_000 })),
        platform: orNull(Type.String({ maxLength: 200 })),
      },
      closed,
    ),
    /** 救济途径: the authority for reconsideration and the court; null until an author names them. */
    remedy: orNull(Type.Object({ reviewOrgan: text(200), court: text(200) }, closed)),
    provenance: Provenance,
    /** What each element stands on, where somebody has described the item fully. */
    details: Type.Optional(Details),
  },
  closed,
)
export type ItemDefinition = Static<typeof ItemDefinition>
