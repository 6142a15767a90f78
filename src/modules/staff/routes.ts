import { Type } from 'typebox'
import { type Route, route } from '../../kernel/http/index.ts'
import { WrongPerson } from '../identity/index.ts'
import {
  AssignPost,
  BeyondReach,
  ById,
  Done,
  EndPost,
  Incompatible,
  LoginTaken,
  Made,
  Managed,
  NameSubstitute,
  NewStaff,
  NotFound,
  NotOneself,
  Post,
  PostsHeld,
  StaffCreated,
  StandIn,
  TermUnsound,
} from './contract.ts'
import { closeStaffAccount, createStaffAccount, resetStaffAccess } from './service/accounts.ts'
import { postsHeld } from './service/held.ts'
import { assignPost, endPost, endSubstitute, nameSubstitute, postsIn } from './service/posts.ts'
import { managedBy, standInsOf } from './service/stand-ins.ts'

const who = 'staff.manage'
const closed = { additionalProperties: false }

/** Answers that hold a one-time code are not kept for repetition: these routes are `repeatable`. */
export const routes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/staff/accounts',
    summary: '新建工作人员账号',
    who,
    body: NewStaff,
    reply: StaffCreated,
    refuses: [LoginTaken, WrongPerson, BeyondReach],
    repeatable: true,
    handle: (tx, { actor, body, now }) => createStaffAccount(tx, body, actor, now),
  }),
  route({
    method: 'POST',
    path: '/staff/accounts/:id/reset',
    summary: '重置工作人员的登录方式',
    who,
    params: ById,
    reply: Type.Object({ oneTimeCode: Type.String({ maxLength: 32 }) }, closed),
    refuses: [NotOneself, BeyondReach, NotFound],
    repeatable: true,
    handle: async (tx, { actor, params, now }) => ({ oneTimeCode: await resetStaffAccess(tx, params.id, actor, now) }),
  }),
  route({
    method: 'POST',
    path: '/staff/accounts/:id/close',
    summary: '注销工作人员账号',
    who,
    params: ById,
    reply: Done,
    refuses: [NotOneself, BeyondReach, NotFound],
    handle: async (tx, { actor, params, now }) => {
      await closeStaffAccount(tx, params.id, actor, now)
      return {}
    },
  }),
  route({
    method: 'GET',
    path: '/me/posts',
    summary: '我今天在岗的岗位',
    who: 'signedIn',
    reply: PostsHeld,
    refuses: [],
    handle: async (tx, { actor, now }) => ({ today: now.today, posts: await postsHeld(tx, actor, now) }),
  }),
  route({
    method: 'GET',
    path: '/staff/posts',
    summary: '一个单位的岗位与顶岗',
    who,
    query: Type.Object({ organisation: Type.String({ pattern: '^[0-9A-Z]{18}$', maxLength: 18 }) }, closed),
    reply: Type.Object({ posts: Type.Array(Post, { maxItems: 500 }) }, closed),
    refuses: [BeyondReach],
    handle: async (tx, { actor, query, now }) => ({ posts: await postsIn(tx, query.organisation, actor, now) }),
  }),
  route({
    method: 'POST',
    path: '/staff/posts',
    summary: '设岗',
    who,
    body: AssignPost,
    reply: Made,
    refuses: [NotOneself, BeyondReach, NotFound, TermUnsound, Incompatible],
    handle: (tx, { actor, body, now }) => assignPost(tx, body, actor, now),
  }),
  route({
    method: 'POST',
    path: '/staff/posts/:id/end',
    summary: '撤岗',
    who,
    params: ById,
    body: EndPost,
    reply: Done,
    refuses: [NotOneself, BeyondReach, NotFound],
    handle: async (tx, { actor, params, body, now }) => {
      await endPost(tx, params.id, body, actor, now)
      return {}
    },
  }),
  route({
    method: 'GET',
    path: '/staff/organisations',
    summary: '我管理人员的单位',
    who,
    reply: Type.Object({ organisations: Type.Array(Managed, { maxItems: 10_000 }) }, closed),
    refuses: [],
    handle: async (tx, { actor }) => ({ organisations: await managedBy(tx, actor) }),
  }),
  route({
    method: 'GET',
    path: '/staff/substitutes',
    summary: '一个单位的顶岗：现在的、将来的和以往的，新的在前',
    who,
    query: Type.Object({ organisation: Type.String({ pattern: '^[0-9A-Z]{18}$', maxLength: 18 }) }, closed),
    reply: Type.Object({ standIns: Type.Array(StandIn, { maxItems: 200 }) }, closed),
    refuses: [BeyondReach],
    handle: async (tx, { actor, query, now }) => ({ standIns: await standInsOf(tx, query.organisation, actor, now) }),
  }),
  route({
    method: 'POST',
    path: '/staff/substitutes',
    summary: '指定顶岗人员',
    who,
    body: NameSubstitute,
    reply: Made,
    refuses: [NotOneself, BeyondReach, NotFound, TermUnsound, Incompatible],
    handle: (tx, { actor, body, now }) => nameSubstitute(tx, body, actor, now),
  }),
  route({
    method: 'POST',
    path: '/staff/substitutes/:id/end',
    summary: '终止顶岗',
    who,
    params: ById,
    reply: Done,
    refuses: [BeyondReach, NotFound],
    handle: async (tx, { actor, params, now }) => {
      await endSubstitute(tx, params.id, actor, now)
      return {}
    },
  }),
]
