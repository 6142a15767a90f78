import { type Static, Type } from 'typebox'
import { refusalKind } from '../../../kernel/refusal.ts'
import { Day, Identifier, PersonId } from '../contract.ts'

/**
 * Somebody is given the right to act for another. Without `principal`, the principal is the one who signed in; a legal
 * person's is given by its legal representative, or by staff who saw the paper (`proofFileId`). From one's own account the agent's name is
 * needed, as on the document.
 */
export const Delegate = Type.Object(
  {
    basis: Type.Enum(['delegation', 'representative']),
    principal: Type.Optional(PersonId),
    agent: Identifier,
    agentName: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
    scope: Type.String({ minLength: 1, maxLength: 64 }),
    fromOn: Day,
    untilOn: Type.Union([Type.Null(), Day]),
    proofFileId: Type.Optional(PersonId),
  },
  { additionalProperties: false },
)
export type Delegate = Static<typeof Delegate>

export const Delegation = Type.Object(
  {
    id: PersonId,
    basis: Type.Enum(['delegation', 'representative']),
    principal: PersonId,
    principalName: Type.String({ maxLength: 200, description: '个人遮掩' }),
    agent: PersonId,
    agentName: Type.String({ maxLength: 200, description: '遮掩' }),
    scope: Type.String({ maxLength: 64 }),
    fromOn: Day,
    untilOn: Type.Union([Type.Null(), Day]),
    isInForce: Type.Boolean(),
  },
  { additionalProperties: false },
)
export type Delegation = Static<typeof Delegation>

export const Delegations = Type.Object(
  { delegations: Type.Array(Delegation, { maxItems: 1_000 }) },
  { additionalProperties: false },
)
export type Delegations = Static<typeof Delegations>
export const DelegationId = Type.Object({ id: PersonId }, { additionalProperties: false })

export const DelegationNotFound = refusalKind({
  code: 'identity.delegation_not_found',
  status: 404,
  facts: Type.Object({}, { additionalProperties: false }),
  recorded: true,
  message: '没有找到与您有关的这项委托。',
})

export const DelegationNotYours = refusalKind({
  code: 'identity.delegation_not_yours',
  status: 403,
  facts: Type.Object({}, { additionalProperties: false }),
  source: '行政许可法 29',
  recorded: true,
  message: '只有申请人本人、法定代表人或者核验过委托材料的工作人员可以办理委托，本次操作未执行并已记录。',
})

export const DelegationUnsound = refusalKind({
  code: 'identity.delegation_unsound',
  status: 422,
  facts: Type.Object({ problem: Type.Enum(['self', 'agent', 'period', 'kind', 'document', 'ended']) }),
  source: '行政许可法 29',
  message: ({ problem }) => delegationTexts[problem],
})

const delegationTexts = {
  self: '不能委托自己。',
  agent: '没有找到这位代理人：姓名要和证件上一样，号码要对；对方要先在这里注册，或者在窗口登记过。',
  period: '委托期限有误：起止日期必须存在，开始日期不能晚于结束日期，结束日期不能早于今天。',
  kind: '法定代表人只能由个人为单位担任且不限定事项，代理人须为个人。',
  document: '工作人员代为登记委托时，须附上核验过的委托材料。',
  ended: '这项委托已经终止。',
} as const
