import { Type } from 'typebox'
import { type Route, route } from '../../kernel/http/index.ts'
import {
  Access,
  AlreadyRegistered,
  ChangePassword,
  Done,
  Enrol,
  Enrolled,
  Identifier,
  MaskedPerson,
  Me,
  NoDemonstration,
  PasswordTooWeak,
  PersonNotFound,
  PersonRegistered,
  RegisterPerson,
  SecondFactor,
  SessionOpened,
  SignIn,
  SignInBusy,
  SignInRefused,
  TryingOut,
  WrongIdentifier,
  WrongPerson,
} from './contract.ts'
import {
  Delegate,
  Delegation,
  DelegationId,
  DelegationNotFound,
  DelegationNotYours,
  Delegations,
  DelegationUnsound,
} from './delegations/contract.ts'
import { delegate, delegationsOf, endDelegation } from './delegations/service.ts'
import { accessesTo } from './service/accesses.ts'
import { changePassword, enrol } from './service/accounts.ts'
import { findSighted, myself, registerOneself, registerSighted } from './service/persons.ts'
import { passSecondFactor, signIn, signOut } from './service/sessions.ts'
import { tryOut } from './service/trying-out.ts'

const guessing = { times: 60, withinMs: 60_000 } // from one address, behind which a whole hall may sit; each account has its own lock
const closed = { additionalProperties: false }

/** Answers that hold a secret are not kept for repetition: these routes are `repeatable`. */
export const routes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/sessions',
    summary: '登录',
    who: 'anyone',
    body: SignIn,
    reply: SessionOpened,
    refuses: [SignInRefused, SignInBusy],
    repeatable: true,
    limit: guessing,
    handle: (tx, { body, now }) => signIn(tx, body, now),
  }),
  route({
    method: 'POST',
    path: '/sessions/second-factor',
    summary: '第二因素验证',
    who: 'anyone',
    body: SecondFactor,
    reply: SessionOpened,
    refuses: [SignInRefused],
    repeatable: true,
    limit: guessing,
    handle: (tx, { body, now }) => passSecondFactor(tx, body, now),
  }),
  route({
    method: 'POST',
    path: '/sessions/trying-out',
    summary: '演示环境中不用密码试用一个角色',
    who: 'anyone',
    body: TryingOut,
    reply: SessionOpened,
    refuses: [NoDemonstration],
    repeatable: true,
    limit: guessing,
    handle: (tx, { body, now }) => tryOut(tx, body.who, now),
  }),
  route({
    method: 'POST',
    path: '/sessions/end',
    summary: '退出登录',
    who: 'signedIn',
    reply: Done,
    refuses: [],
    repeatable: true,
    handle: async (tx, { actor, now }) => {
      await signOut(tx, actor, now)
      return {}
    },
  }),
  route({
    method: 'POST',
    path: '/accounts/enrol',
    summary: '用一次性口令启用账号',
    who: 'anyone',
    body: Enrol,
    reply: Enrolled,
    refuses: [SignInRefused, SignInBusy, PasswordTooWeak],
    repeatable: true,
    limit: guessing,
    handle: (tx, { body, now }) => enrol(tx, body, now),
  }),
  route({
    method: 'GET',
    path: '/me',
    summary: '我的账号、身份与权限',
    who: 'signedIn',
    reply: Me,
    refuses: [PersonNotFound],
    handle: (tx, { actor }) => myself(tx, actor),
  }),
  route({
    method: 'POST',
    path: '/me/password',
    summary: '修改密码',
    who: 'signedIn',
    body: ChangePassword,
    reply: Done,
    refuses: [SignInRefused, SignInBusy, PasswordTooWeak],
    repeatable: true,
    handle: async (tx, { actor, body, now }) => {
      await changePassword(tx, actor, body, now)
      return {}
    },
  }),
  route({
    method: 'GET',
    path: '/me/accesses',
    summary: '谁看过我的信息',
    who: 'signedIn',
    query: Type.Object({ limit: Type.Integer({ minimum: 1, maximum: 500, default: 100 }) }, closed),
    reply: Type.Object({ accesses: Type.Array(Access, { maxItems: 500 }) }, closed),
    refuses: [],
    handle: async (tx, { actor, query }) => ({
      accesses: await accessesTo(tx, actor, query.limit),
    }),
  }),
  route({
    method: 'GET',
    path: '/me/delegations',
    summary: '我的委托与代理',
    who: 'signedIn',
    reply: Delegations,
    refuses: [],
    handle: async (tx, { actor, now }) => ({
      delegations: actor.subject === null ? [] : await delegationsOf(tx, actor.subject, now.today),
    }),
  }),
  route({
    method: 'POST',
    path: '/persons',
    summary: '登记个人或单位',
    who: 'anyone',
    body: RegisterPerson,
    reply: PersonRegistered,
    refuses: [AlreadyRegistered, WrongIdentifier, WrongPerson, PasswordTooWeak, SignInBusy, PersonNotFound],
    repeatable: true,
    limit: guessing,
    handle: (tx, { actor, body, now }) =>
      actor.grants.some((grant) => grant.power === 'identity.manage')
        ? registerSighted(tx, body, actor, now)
        : registerOneself(tx, body, now),
  }),
  route({
    method: 'POST',
    path: '/persons/find',
    summary: '凭证件找已登记的人或单位',
    who: 'identity.manage',
    body: Type.Object({ identifier: Identifier }, closed),
    reply: Type.Object({ person: Type.Union([MaskedPerson, Type.Null()]) }, closed),
    refuses: [WrongIdentifier, PersonNotFound],
    repeatable: true,
    limit: guessing,
    handle: async (tx, { actor, body, now }) => ({ person: await findSighted(tx, body.identifier, actor, now) }),
  }),
  route({
    method: 'POST',
    path: '/delegations',
    summary: '委托代理人',
    who: 'signedIn',
    body: Delegate,
    reply: Delegation,
    refuses: [DelegationNotYours, DelegationUnsound, PersonNotFound, WrongIdentifier],
    limit: guessing,
    handle: (tx, { actor, body, now }) => delegate(tx, body, actor, now),
  }),
  route({
    method: 'POST',
    path: '/delegations/:id/end',
    summary: '终止委托',
    who: 'signedIn',
    params: DelegationId,
    reply: Done,
    refuses: [DelegationNotFound, DelegationUnsound],
    handle: async (tx, { actor, params, now }) => {
      await endDelegation(tx, params.id, actor, now)
      return {}
    },
  }),
]
