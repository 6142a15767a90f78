import { Type } from 'typebox'
import { refusalKind } from '../refusal.ts'

const none = Type.Object({})

/** What every route may refuse. Each route's own list comes on top. */
export const NotSignedIn = refusalKind({
  code: 'http.not_signed_in',
  status: 401,
  facts: none,
  message: '您尚未登录或登录已过期，请重新登录后再办理。',
})

export const NotPermitted = refusalKind({
  code: 'http.not_permitted',
  status: 403,
  facts: Type.Object({ power: Type.String() }),
  recorded: true,
  message: '您的岗位没有这项权限，本次操作未执行并已记录。',
})

export const NotFound = refusalKind({
  code: 'http.not_found',
  status: 404,
  facts: none,
  message: '没有找到您要的内容，请核对后再试。',
})

export const BadShape = refusalKind({
  code: 'http.bad_shape',
  status: 400,
  facts: Type.Object({ problems: Type.Array(Type.Object({ at: Type.String(), problem: Type.String() })) }),
  message: ({ problems }) =>
    `提交的内容有${problems.length}处不符合要求：${problems.map(({ at, problem }) => `${at}${problem}`).join('；')}。`,
})

export const Unreadable = refusalKind({
  code: 'http.unreadable',
  status: 400,
  facts: none,
  message: '提交的内容无法读取，请检查格式和编码（应为 UTF-8 的 JSON）后重试。',
})

export const TooLarge = refusalKind({
  code: 'http.too_large',
  status: 413,
  facts: none,
  message: '提交的内容太大，请减小后重试。',
})

export const WrongType = refusalKind({
  code: 'http.wrong_type',
  status: 415,
  facts: none,
  message: '不支持这种提交格式。',
})

export const KeyMissing = refusalKind({
  code: 'http.key_missing',
  status: 400,
  facts: none,
  message: '请求缺少 Idempotency-Key（8 至 64 位字母、数字、“-”或“_”），无法保证重复提交只办一次，因此未执行。',
})

export const KeyReused = refusalKind({
  code: 'http.key_reused',
  status: 409,
  facts: none,
  message: '同一个 Idempotency-Key 已用于另一项内容不同的请求，本次未执行，请换一个新的。',
})

export const TooMany = refusalKind({
  code: 'http.too_many',
  status: 429,
  facts: none,
  message: '操作过于频繁，请稍后再试。',
})

export const Busy = refusalKind({
  code: 'http.busy',
  status: 503,
  facts: none,
  message: '系统暂时繁忙或正在恢复，请稍后用同一请求重试，不会重复办理。',
})

/** Refusals that need no mention in a route's own list. */
export const everyRoute = [
  NotSignedIn,
  NotPermitted,
  NotFound,
  BadShape,
  Unreadable,
  TooLarge,
  WrongType,
  KeyMissing,
  KeyReused,
  TooMany,
  Busy,
]
