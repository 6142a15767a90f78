import { type Static, Type } from 'typebox'
import { refusalKind } from '../../kernel/refusal.ts'
import { uuidPattern } from '../../kernel/uuid.ts'

export const PersonId = Type.String({ pattern: uuidPattern, maxLength: 36 })
export const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', maxLength: 10 })

/** Kinds of identifier 证件类型, and how they are called: codes of GA/T 2000.156; HMT, USCC and ORG, which it lacks, are our own. */
export const identifierNames = {
  111: '居民身份证',
  112: '临时居民身份证',
  113: '户口簿',
  HMT: '港澳台居民居住证',
  553: '外国人永久居留身份证',
  414: '普通护照',
  420: '香港特别行政区护照',
  421: '澳门特别行政区护照',
  511: '台湾居民来往大陆通行证',
  512: '台湾居民来往大陆通行证（一次有效）',
  513: '往来港澳通行证',
  515: '前往港澳通行证',
  516: '港澳居民来往内地通行证',
  517: '大陆居民往来台湾通行证',
  518: '因公往来香港澳门特别行政区通行证',
  554: '外国人居留证件',
  USCC: '统一社会信用代码',
  ORG: '组织机构代码',
} as const
export type IdentifierCode = `${keyof typeof identifierNames}`

/** An identifier as given: kind and number. */
export const Identifier = Type.Object(
  { kind: Type.String({ pattern: '^[0-9A-Z]{3,5}$', maxLength: 5 }), value: Type.String({ minLength: 1, maxLength: 64 }) },
  { additionalProperties: false },
)
export type Identifier = Static<typeof Identifier>

export const IdentifierProblem = Type.Enum([
  'unknown_kind',
  'empty',
  'characters',
  'length',
  'retired',
  'prefix',
  'birth_date',
  'check_digit',
  'shape',
])
export type IdentifierProblem = Static<typeof IdentifierProblem>

export const PasswordWeakness = Type.Enum(['too_short', 'too_few_kinds', 'holds_login', 'repeats'])
export type PasswordWeakness = Static<typeof PasswordWeakness>

/** How far it is proven that somebody is who they say: said by themselves, document seen by staff, confirmed by its issuer. */
export const Proof = Type.Enum(['claimed', 'sighted', 'verified'])
export type Proof = Static<typeof Proof>

/** What an account signs in with: a staff login, or the number of an identifier of the kind named. */
export const Login = Type.Object(
  {
    kind: Type.String({ pattern: '^(staff|[0-9A-Z]{3,5})$', maxLength: 5 }),
    value: Type.String({ minLength: 1, maxLength: 64 }),
  },
  { additionalProperties: false },
)
export type Login = Static<typeof Login>

const Password = Type.String({ minLength: 1, maxLength: 128 })
const Name = Type.String({ minLength: 1, maxLength: 200 })
const Place = Type.String({ pattern: '^[0-9A-Za-z-]{1,32}$', maxLength: 32 })
const none = Type.Object({}, { additionalProperties: false })

export const SignIn = Type.Object(
  { login: Login, password: Password, place: Type.Optional(Place) },
  { additionalProperties: false },
)
export type SignIn = Static<typeof SignIn>

export const SecondFactor = Type.Object(
  { token: Type.String({ maxLength: 64 }), code: Type.String({ pattern: '^[0-9]{6}$', maxLength: 6 }) },
  { additionalProperties: false },
)
export type SecondFactor = Static<typeof SecondFactor>

/** Who may be tried out without a password, in a demonstration and nowhere else; everybody in it is made up. */
export const demoLogins = {
  citizen: { name: '市民', login: { kind: '111', value: '449901195603150007' } },
  clerk: { name: '窗口工作人员', login: { kind: 'staff', value: 'demo-clerk' } },
  approver: { name: '审查人员', login: { kind: 'staff', value: 'demo-approver' } },
  chief: { name: '首席代表', login: { kind: 'staff', value: 'demo-chief' } },
  leader: { name: '部门负责人', login: { kind: 'staff', value: 'demo-leader' } },
  supervisor: { name: '监督人员', login: { kind: 'staff', value: 'demo-supervisor' } },
  administrator: { name: '系统管理员', login: { kind: 'staff', value: 'demo-admin' } },
} as const
export type DemoWho = keyof typeof demoLogins

export const TryingOut = Type.Object({ who: Type.Enum(Object.keys(demoLogins) as DemoWho[]) }, { additionalProperties: false })
export type TryingOut = Static<typeof TryingOut>

export const NoDemonstration = refusalKind({
  code: 'identity.no_demonstration',
  status: 404,
  facts: none,
  message: '试用登录只在演示环境中有，请用自己的账号登录。',
})

/** How many minutes without use end a session. @source GB/T 22239-2019 8.1.4.1 */
export const idleMinutes = { staff: 30, citizen: 120 } as const

/** `next` says whether the token opens the house or only the way to the second factor. */
export const SessionOpened = Type.Object(
  {
    token: Type.String({ maxLength: 64 }),
    next: Type.Enum(['none', 'second_factor']),
    untilAt: Type.String({ maxLength: 24 }),
  },
  { additionalProperties: false },
)
export type SessionOpened = Static<typeof SessionOpened>

/** First password, or a new one after access was reset; staff get the secret of their second factor back, this once. */
export const Enrol = Type.Object(
  { login: Login, code: Type.String({ minLength: 1, maxLength: 32 }), password: Password },
  { additionalProperties: false },
)
export type Enrol = Static<typeof Enrol>

export const Enrolled = Type.Object(
  {
    secondFactor: Type.Union([
      Type.Null(),
      Type.Object(
        { secret: Type.String({ maxLength: 64 }), uri: Type.String({ maxLength: 500 }) },
        { additionalProperties: false },
      ),
    ]),
  },
  { additionalProperties: false },
)
export type Enrolled = Static<typeof Enrolled>

export const ChangePassword = Type.Object({ current: Password, next: Password }, { additionalProperties: false })
export type ChangePassword = Static<typeof ChangePassword>

/**
 * A person comes into the book. Citizens register themselves with a password; staff who saw the document register without
 * one and hand over a one-time code.
 */
export const RegisterPerson = Type.Object(
  {
    kind: Type.Enum(['natural', 'legal']),
    name: Name,
    identifier: Identifier,
    phone: Type.Optional(Type.String({ maxLength: 32 })),
    password: Type.Optional(Password),
    resetAccess: Type.Optional(Type.Boolean()),
    /** At a window, for somebody who wants no account. */
    withoutAccount: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
)
export type RegisterPerson = Static<typeof RegisterPerson>

export const PersonRegistered = Type.Object(
  { personId: PersonId, proof: Proof, oneTimeCode: Type.Union([Type.Null(), Type.String({ maxLength: 32 })]) },
  { additionalProperties: false },
)
export type PersonRegistered = Static<typeof PersonRegistered>

/** A person as others see it: nothing in clear but what is public. */
export const MaskedPerson = Type.Object(
  {
    id: PersonId,
    kind: Type.Enum(['natural', 'legal']),
    name: Type.String({ maxLength: 200 }),
    proof: Proof,
    phone: Type.Union([Type.Null(), Type.String({ maxLength: 32 })]),
    identifiers: Type.Array(
      Type.Object({
        kind: Type.String({ maxLength: 5 }),
        kindName: Type.String({ maxLength: 40 }),
        value: Type.String({ maxLength: 64 }),
      }),
      { maxItems: 20 },
    ),
  },
  { additionalProperties: false },
)
export type MaskedPerson = Static<typeof MaskedPerson>

export const Me = Type.Object(
  {
    account: PersonId,
    person: MaskedPerson,
    isStaff: Type.Boolean(),
    channel: Type.String({ maxLength: 16 }),
    place: Type.Union([Type.Null(), Type.String({ maxLength: 32 })]),
    grants: Type.Array(
      Type.Object({
        power: Type.String({ maxLength: 64 }),
        scope: Type.String({ maxLength: 64 }),
        authority: Type.String({ maxLength: 64 }),
      }),
      { maxItems: 1000 },
    ),
  },
  { additionalProperties: false },
)
export type Me = Static<typeof Me>

/** One look at somebody's data, as that person is shown it. */
export const Access = Type.Object(
  {
    at: Type.String({ maxLength: 24 }),
    authority: Type.String({ maxLength: 64 }),
    place: Type.Union([Type.Null(), Type.String({ maxLength: 32 })]),
    caseId: Type.Union([Type.Null(), PersonId]),
    purpose: Type.String({ maxLength: 64 }),
    fields: Type.Array(Type.String({ maxLength: 100 }), { maxItems: 200 }),
  },
  { additionalProperties: false },
)
export type Access = Static<typeof Access>

export const Done = none

export const SignInRefused = refusalKind({
  code: 'identity.sign_in_refused',
  status: 401,
  facts: none,
  keeps: true,
  message: '账号、密码或验证码不正确，或因连续失败五次已暂停登录三十分钟，请核对后再试。',
})

export const SignInBusy = refusalKind({
  code: 'identity.sign_in_busy',
  status: 503,
  facts: none,
  message: '当前登录人数较多，请稍候几秒再试。',
})

export const PasswordTooWeak = refusalKind({
  code: 'identity.password_too_weak',
  status: 422,
  facts: Type.Object({ weaknesses: Type.Array(PasswordWeakness) }),
  message: ({ weaknesses }) => `密码强度不够：${weaknesses.map((weakness) => weaknessTexts[weakness]).join('；')}。`,
})

export const WrongIdentifier = refusalKind({
  code: 'identity.wrong_identifier',
  status: 422,
  facts: Type.Object({ kind: Type.String(), problem: IdentifierProblem }),
  message: ({ problem }) => `证件号码有误：${problemTexts[problem]}。`,
})

export const WrongPerson = refusalKind({
  code: 'identity.wrong_person',
  status: 422,
  facts: Type.Object({ problem: Type.Enum(['name', 'phone', 'holder', 'password_missing', 'not_online']) }),
  message: ({ problem }) => personTexts[problem],
})

export const AlreadyRegistered = refusalKind({
  code: 'identity.already_registered',
  status: 409,
  facts: none,
  recorded: true,
  message: '该证件号码已经登记，请直接登录；如不是您本人登记，请携带证件原件到政务服务窗口办理。',
})

export const PersonNotFound = refusalKind({
  code: 'identity.person_not_found',
  status: 404,
  facts: none,
  message: '没有找到这个人或单位的登记信息，请先登记。',
})

const weaknessTexts: Record<PasswordWeakness, string> = {
  too_short: '至少十位',
  too_few_kinds: '至少包含大写字母、小写字母、数字、符号中的三种',
  holds_login: '不能包含登录名或证件号码',
  repeats: '至少有六个不同的字符',
}

const problemTexts: Record<IdentifierProblem, string> = {
  unknown_kind: '不认识这种证件类型',
  empty: '没有填写',
  characters: '含有这种证件不会出现的字符',
  length: '位数不对',
  retired: '十五位身份证号码已停止使用，请填写十八位号码',
  prefix: '开头几位与证件类型不符',
  birth_date: '其中的出生日期不存在',
  check_digit: '校验位不符，请逐位核对',
  shape: '格式与证件类型不符',
}

const personTexts = {
  name: '姓名或名称有误，不能为空，也不能含有控制字符。',
  phone: '电话号码有误，请填写手机号码或带区号的固定电话。',
  holder: '这种证件不属于所选的主体类型，个人请用个人证件，单位请用统一社会信用代码或组织机构代码。',
  password_missing: '请设置登录密码。',
  not_online: '单位请由法定代表人或受委托人携带证照到政务服务窗口登记。',
} as const
