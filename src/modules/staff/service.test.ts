import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CompiledQuery } from 'kysely'
import { generateSync } from 'otplib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase, type TestDatabase } from '../../../test/database.ts'
import { type Actor, grantFor } from '../../kernel/actor.ts'
import { type Tx, transaction } from '../../kernel/db/index.ts'
import { type House, perform, type Route } from '../../kernel/http/index.ts'
import { eventsOf } from '../../kernel/log/index.ts'
import { type Now, nowAt } from '../../kernel/now.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { openSecrets } from '../../kernel/secrets.ts'
import { routes as identityRoutes, tokenHash } from '../identity/index.ts'
import { routes as staffRoutes } from './routes.ts'
import { findRole } from './rules.ts'
import { createFirstAdministrator, createStaffAccount } from './service/accounts.ts'
import { authenticate } from './service/authenticate.ts'
import { assignPost, nameSubstitute, staffStream } from './service/posts.ts'
import { sessionWithPosts } from './store.ts'

const now = nowAt('2026-03-10T09:00:00+08:00')
const later = (minutes: number) => nowAt(new Date(now.at.getTime() + minutes * 60_000))
const password = 'Spring-2026-river'
const office = '11510600TEXT00025W'
const bureau = '12370100TEXT0005XQ'
const folder = mkdtempSync(join(tmpdir(), 'yichuang-staff-'))
let base: TestDatabase
let house: House
let admin: Signed
let boss: Actor

type Signed = { account: string; login: string; token: string; codeAt: (when: Now) => string }

beforeAll(async () => {
  openSecrets(folder)
  base = await freshDatabase()
  house = { database: base.db, authenticate }
  await run(async (tx) => {
    const division_code = '510000000000'
    const place = (code: string, name: string) => ({ code, name, division_code, hours: '[]' })
    const organisation = (uscc: string, name: string) => ({ uscc, name, division_code })
    await tx.insertInto('division').values({ code: division_code, name: '测试省', level: 1, edition: 2026 }).execute()
    await tx
      .insertInto('organisation')
      .values([organisation(office, '测试办'), organisation(bureau, '测试局')])
      .execute()
    await tx
      .insertInto('service_place')
      .values([place('hall', '大厅'), place('annex', '分厅')])
      .execute()
    await tx.insertInto('service_window').values({ place_code: 'hall', code: '1', name: '一号窗口' }).execute()
  })
  const first = await run((tx) => createFirstAdministrator(tx, { login: 'admin', name: '管理员' }, now))
  admin = await enrolled('admin', first.account, first.oneTimeCode)
  boss = await actorOf(admin.token)
})
afterAll(async () => {
  await base.close()
  rmSync(folder, { recursive: true })
})

const run = <T>(work: (tx: Tx) => Promise<T>) => transaction(base.db, work)
const routes = [...identityRoutes, ...staffRoutes]
let keys = 0

/** Calls a route as the server would, and gives the reply or the code of the refusal. */
async function call(token: string | null, path: string, body: unknown = undefined, options: { params?: unknown; at?: Now } = {}) {
  const [method, pattern] = path.split(' ')
  const route = routes.find((one: Route) => one.method === method && one.path === pattern)
  if (route === undefined) throw new Error(`no route ${path}`)
  const request = {
    token,
    key: `key-${String(++keys).padStart(8, '0')}`,
    params: options.params ?? {},
    query: {},
    body,
    upload: null,
    address: '',
  }
  try {
    return (await perform(house, route, request, options.at ?? now)) as Record<string, string>
  } catch (error) {
    if (error instanceof Refusal) return { refused: error.kind.code }
    throw error
  }
}

async function enrolled(login: string, account: string, code: string): Promise<Signed> {
  const staff = { kind: 'staff', value: login }
  const reply = (await call(null, 'POST /accounts/enrol', { login: staff, code, password })) as unknown as {
    secondFactor: { secret: string; uri: string }
  }
  const { secret } = reply.secondFactor
  const codeAt = (when: Now) => generateSync({ secret, epoch: Math.floor(when.at.getTime() / 1000) })
  return { account, login, token: await signedIn(login, codeAt, now), codeAt }
}

async function signedIn(login: string, codeAt: (when: Now) => string, when: Now, place?: string): Promise<string> {
  const knock = { login: { kind: 'staff', value: login }, password, ...(place === undefined ? {} : { place }) }
  const { token } = await call(null, 'POST /sessions', knock, { at: when })
  const inside = await call(null, 'POST /sessions/second-factor', { token, code: codeAt(when) }, { at: when })
  return inside.token ?? ''
}

let count = 0
async function employee(): Promise<Signed> {
  const login = `clerk-${++count}`
  const { account = '', oneTimeCode = '' } = await call(admin.token, 'POST /staff/accounts', { login, name: `员工${count}` })
  return enrolled(login, account, oneTimeCode)
}

const explained = (token: string) => CompiledQuery.raw(`explain ${sessionWithPosts.text}`, [tokenHash(token), now.at, now.today])

async function rowOf(token: string) {
  return run((tx) => tx.selectFrom('session').selectAll().where('token_hash', '=', tokenHash(token)).executeTakeFirstOrThrow())
}

async function actorOf(token: string, at = now): Promise<Actor> {
  const actor = await run((tx) => authenticate(tx, token, at))
  if (actor === null) throw new Error('not signed in')
  return actor
}

const seat = (account: string, role: string, part: object = {}) => ({
  account,
  role,
  organisation: office,
  fromOn: '2026-03-10',
  untilOn: null,
  ...part,
})

describe('the first administrator', () => {
  test('holds the staff book of all and no power over cases', () => {
    expect(boss.subject).toBeNull()
    expect(grantFor(boss, 'staff.manage', office)?.authority).toMatch(/^post:/)
    expect(boss.grants.map((grant) => grant.power).sort()).toEqual([
      'calendar.manage',
      'identity.manage',
      'region.manage',
      'staff.manage',
    ])
  })

  test('is made once', async () => {
    await expect(run((tx) => createFirstAdministrator(tx, { login: 'other', name: '另一个' }, now))).rejects.toMatchObject({
      kind: { code: 'staff.not_empty' },
    })
  })

  test('is made once even when asked for twice at the same moment', async () => {
    const empty = await freshDatabase()
    try {
      const answers = await Promise.allSettled(
        ['one', 'two'].map((login) => transaction(empty.db, (tx) => createFirstAdministrator(tx, { login, name: login }, now))),
      )
      expect(answers.filter((answer) => answer.status === 'fulfilled')).toHaveLength(1)
    } finally {
      await empty.close()
    }
  })
})

describe('posts', () => {
  test('a new account can do nothing until it has a post, and then what the role says, where the post is', async () => {
    const clerk = await employee()
    expect((await actorOf(clerk.token)).grants).toEqual([])
    const { id } = await call(
      admin.token,
      'POST /staff/posts',
      seat(clerk.account, 'window_clerk', { place: 'hall', window: '1' }),
    )
    const actor = await actorOf(clerk.token)
    expect(grantFor(actor, 'intake.accept', office)).toEqual({ power: 'intake.accept', scope: office, authority: `post:${id}` })
    expect(grantFor(actor, 'intake.accept', bureau)).toBeNull()
    expect(actor).toMatchObject({ channel: 'window', place: 'hall' })
  })

  test('a post begins on its day and ends with its last', async () => {
    const clerk = await employee()
    const held = findRole('window_clerk')?.powers.length
    await call(
      admin.token,
      'POST /staff/posts',
      seat(clerk.account, 'window_clerk', { fromOn: '2026-03-11', untilOn: '2026-03-12' }),
    )
    const powersOn = async (day: string) => {
      const when = nowAt(`${day}T09:00:00+08:00`)
      return (await actorOf(await signedIn(clerk.login, clerk.codeAt, when), when)).grants.length
    }
    expect((await actorOf(clerk.token)).grants).toEqual([])
    expect([await powersOn('2026-03-11'), await powersOn('2026-03-12'), await powersOn('2026-03-13')]).toEqual([held, held, 0])
  })

  test('a post that is taken away is gone at once, and only once', async () => {
    const clerk = await employee()
    const { id = '' } = await call(admin.token, 'POST /staff/posts', seat(clerk.account, 'helper'))
    const end = () => call(admin.token, 'POST /staff/posts/:id/end', { reason: 'transfer' }, { params: { id } })
    expect(await end()).toEqual({})
    expect((await actorOf(clerk.token)).grants).toEqual([])
    expect(await end()).toEqual({ refused: 'staff.not_found' })
    const events = await run((tx) => eventsOf(tx, staffStream, id))
    expect(events.map((event) => event.kind)).toEqual(['assigned', 'ended'])
    expect(events[0]?.authority).toMatch(/^post:/)
  })

  test.each<[string, object, string]>([
    ['an unknown role', { role: 'emperor' }, 'staff.not_found'],
    ['a role that is no post', { role: 'applicant' }, 'staff.not_found'],
    ['an unknown organisation', { organisation: '11100000000013338W' }, 'staff.not_found'],
    ['an unknown place', { place: 'nowhere' }, 'staff.not_found'],
    ['a window of another place', { place: 'annex', window: '1' }, 'staff.not_found'],
    ['a window without a place', { window: '1' }, 'staff.not_found'],
    ['a day that is none', { fromOn: '2026-02-30' }, 'staff.term_unsound'],
    ['an end before the beginning', { untilOn: '2026-03-09' }, 'staff.term_unsound'],
    ['an account that is none', { account: '00000000-0000-7000-8000-000000000000' }, 'staff.not_found'],
  ])('%s is refused', async (_, part, code) => {
    const clerk = await employee()
    expect(await call(admin.token, 'POST /staff/posts', seat(clerk.account, 'helper', part))).toEqual({ refused: code })
  })

  test('nobody gives themselves a post, resets or closes themselves', async () => {
    const own = { params: { id: admin.account } }
    const refused = { refused: 'staff.not_oneself' }
    expect(await call(admin.token, 'POST /staff/posts', seat(admin.account, 'supervision_organ'))).toEqual(refused)
    expect(await call(admin.token, 'POST /staff/accounts/:id/reset', undefined, own)).toEqual(refused)
    expect(await call(admin.token, 'POST /staff/accounts/:id/close', undefined, own)).toEqual(refused)
  })

  test('the staff book does not go with cases or the audit in one hand, not even by standing in', async () => {
    const [clerk, keeper] = [await employee(), await employee()]
    const post = await call(admin.token, 'POST /staff/posts', seat(clerk.account, 'window_clerk'))
    expect(await call(admin.token, 'POST /staff/posts', seat(clerk.account, 'unit_administrator'))).toEqual({
      refused: 'staff.incompatible',
    })
    await call(admin.token, 'POST /staff/posts', seat(keeper.account, 'unit_administrator'))
    const standIn = { post: post.id, account: keeper.account, reason: 'b_post', fromOn: '2026-03-10', untilOn: null }
    expect(await call(admin.token, 'POST /staff/substitutes', standIn)).toEqual({ refused: 'staff.incompatible' })
  })

  test("a unit's administrator manages that unit alone, and no role that reaches all", async () => {
    const [keeper, clerk, foreign] = [await employee(), await employee(), await employee()]
    await call(admin.token, 'POST /staff/posts', seat(keeper.account, 'unit_administrator'))
    const theirs = await call(admin.token, 'POST /staff/posts', seat(foreign.account, 'helper', { organisation: bureau }))
    const refused = { refused: 'staff.beyond_reach' }
    expect(await call(keeper.token, 'POST /staff/posts', seat(clerk.account, 'helper'))).toMatchObject({ id: expect.any(String) })
    expect(await call(keeper.token, 'POST /staff/posts', seat(clerk.account, 'helper', { organisation: bureau }))).toEqual(
      refused,
    )
    expect(await call(keeper.token, 'POST /staff/posts', seat(clerk.account, 'supervision_organ'))).toEqual(refused)
    expect(await call(keeper.token, 'POST /staff/posts/:id/end', { reason: 'left' }, { params: { id: theirs.id } })).toEqual(
      refused,
    )
    expect(await call(keeper.token, 'POST /staff/accounts/:id/close', undefined, { params: { id: foreign.account } })).toEqual(
      refused,
    )
    expect(await call(keeper.token, 'POST /staff/accounts/:id/reset', undefined, { params: { id: admin.account } })).toEqual(
      refused,
    )
    const hotline = await call(admin.token, 'POST /staff/posts', seat(foreign.account, 'hotline')) // in the unit, but reaches all
    const end = { params: { id: hotline.id } }
    expect(await call(keeper.token, 'POST /staff/posts/:id/end', { reason: 'left' }, end)).toEqual(refused)
    const tried = await run((tx) => tx.selectFrom('attempt_event').select('body').where('actor', '=', keeper.account).execute())
    expect(tried).toHaveLength(6)
  })

  test('without the power nobody gets in, and the attempt is on record', async () => {
    const clerk = await employee()
    for (const path of ['POST /staff/accounts', 'POST /staff/posts', 'POST /staff/substitutes']) {
      expect(await call(clerk.token, path, {})).toEqual({ refused: 'http.not_permitted' })
      expect(await call(null, path, {})).toEqual({ refused: 'http.not_signed_in' })
    }
  })

  test('a login is taken once, whatever its capitals', async () => {
    expect(await call(admin.token, 'POST /staff/accounts', { login: 'ADMIN', name: '又一个' })).toEqual({
      refused: 'staff.login_taken',
    })
  })
})

describe('standing in', () => {
  test('gives the powers of the post for its days, under its own name', async () => {
    const [holder, other] = [await employee(), await employee()]
    const post = await call(admin.token, 'POST /staff/posts', seat(holder.account, 'approver', { place: 'hall' }))
    const standIn = { post: post.id, account: other.account, reason: 'leave', fromOn: '2026-03-10', untilOn: '2026-03-10' }
    const { id = '' } = await call(admin.token, 'POST /staff/substitutes', standIn)
    expect(grantFor(await actorOf(other.token), 'approval.review', office)?.authority).toBe(`substitute:${id}`)
    const tomorrow = nowAt('2026-03-11T09:00:00+08:00')
    const token = await signedIn(other.login, other.codeAt, tomorrow)
    expect((await actorOf(token, tomorrow)).grants).toEqual([])
  })

  test('of a standing B post ends when the term of the post does', async () => {
    const [holder, other] = [await employee(), await employee()]
    const post = await call(admin.token, 'POST /staff/posts', seat(holder.account, 'helper', { untilOn: '2026-03-10' }))
    const standIn = {
      post: post.id ?? '',
      account: other.account,
      reason: 'b_post',
      fromOn: '2026-03-10',
      untilOn: null,
    } as const
    await call(admin.token, 'POST /staff/substitutes', standIn)
    expect((await actorOf(other.token)).grants).toHaveLength(1)
    const tomorrow = nowAt('2026-03-11T09:00:00+08:00')
    const token = await signedIn(other.login, other.codeAt, tomorrow)
    expect((await actorOf(token, tomorrow)).grants).toEqual([])
    const again = run((tx) => nameSubstitute(tx, { ...standIn, fromOn: '2026-03-11' }, boss, tomorrow))
    await expect(again).rejects.toMatchObject({ kind: { code: 'staff.not_found' } })
  })

  test.each<[string, (post: string, holder: string, other: string) => object, string]>([
    [
      'without an end, but for a standing B post',
      (post, _, account) => ({ post, account, reason: 'leave', untilOn: null }),
      'staff.term_unsound',
    ],
    ['by the holder', (post, account) => ({ post, account, reason: 'b_post', untilOn: null }), 'staff.not_found'],
    ['by the one who names', (post) => ({ post, account: admin.account, reason: 'b_post', untilOn: null }), 'staff.not_oneself'],
  ])('%s is refused', async (_, of, code) => {
    const [holder, other] = [await employee(), await employee()]
    const post = await call(admin.token, 'POST /staff/posts', seat(holder.account, 'helper'))
    const given = { fromOn: '2026-03-10', ...of(post.id ?? '', holder.account, other.account) }
    expect(await call(admin.token, 'POST /staff/substitutes', given)).toEqual({ refused: code })
  })

  test('ends when it is ended, when the post ends, and when the holder leaves', async () => {
    const other = await employee()
    const ways: ((post: string, standIn: string, holder: string) => Promise<unknown>)[] = [
      (_, id) => call(admin.token, 'POST /staff/substitutes/:id/end', undefined, { params: { id } }),
      (id) => call(admin.token, 'POST /staff/posts/:id/end', { reason: 'retired' }, { params: { id } }),
      (_, __, id) => call(admin.token, 'POST /staff/accounts/:id/close', undefined, { params: { id } }),
    ]
    for (const end of ways) {
      const holder = await employee()
      const post = await call(admin.token, 'POST /staff/posts', seat(holder.account, 'helper'))
      const given = { post: post.id, account: other.account, reason: 'b_post', fromOn: '2026-03-10', untilOn: null }
      const { id = '' } = await call(admin.token, 'POST /staff/substitutes', given)
      expect((await actorOf(other.token)).grants).toHaveLength(1)
      await end(post.id ?? '', id, holder.account)
      expect((await actorOf(other.token)).grants).toEqual([])
    }
  })
})

describe('the guard', () => {
  test.each([
    ['nothing', ''],
    ['another length', 'abc'],
    ['a foreign one', 'A'.repeat(43)],
    ['NUL', `${'A'.repeat(42)}\u0000`],
    ['words', "' or 1=1 --".padEnd(43, 'x')],
  ])('a token that is %s is nobody', async (_, token) => expect(await run((tx) => authenticate(tx, token, now))).toBeNull())

  test('a session ends after half an hour without use, and after twelve hours at most', async () => {
    const clerk = await employee()
    expect(await run((tx) => authenticate(tx, clerk.token, later(30)))).toBeNull()
    expect(await run((tx) => authenticate(tx, clerk.token, later(29)))).not.toBeNull() // and this is use
    for (let minute = 58; minute < 12 * 60; minute += 29) await actorOf(clerk.token, later(minute))
    expect(await run((tx) => authenticate(tx, clerk.token, later(12 * 60)))).toBeNull()
  })

  test('use is noted at most once a minute, and never waits for another call', async () => {
    const clerk = await employee()
    const seen = async () => (await rowOf(clerk.token)).last_seen_at.toISOString()
    await actorOf(clerk.token, later(0.9))
    expect(await seen()).toBe(now.at.toISOString())
    await run(async (tx) => {
      await authenticate(tx, clerk.token, later(2)) // holds the row
      await actorOf(clerk.token, later(2))
    })
    expect(await seen()).toBe(later(2).at.toISOString())
  })

  test('signing out ends this session and no other', async () => {
    const clerk = await employee()
    const other = await signedIn(clerk.login, clerk.codeAt, later(1))
    await call(clerk.token, 'POST /sessions/end', undefined, { at: later(1) })
    expect(await run((tx) => authenticate(tx, clerk.token, later(1)))).toBeNull()
    expect(await run((tx) => authenticate(tx, other, later(1)))).not.toBeNull()
  })

  test('a place counts only where a post is', async () => {
    const clerk = await employee()
    for (const place of ['hall', 'annex'])
      await call(admin.token, 'POST /staff/posts', seat(clerk.account, 'window_clerk', { place }))
    const at = async (minutes: number, place?: string) =>
      (await actorOf(await signedIn(clerk.login, clerk.codeAt, later(minutes), place), later(minutes))).place
    expect([await at(1), await at(2, 'annex'), await at(3, 'nowhere')]).toEqual([null, 'annex', null])
  })

  test('a failed sign-in by HTTP is counted although the call is refused', async () => {
    const clerk = await employee()
    const wrong = { login: { kind: 'staff', value: clerk.login }, password: 'wrong' }
    expect(await call(null, 'POST /sessions', wrong)).toEqual({ refused: 'identity.sign_in_refused' })
    const row = await run((tx) =>
      tx.selectFrom('account').select('failures').where('id', '=', clerk.account).executeTakeFirstOrThrow(),
    )
    expect(row.failures).toBe(1)
  })

  test('a citizen has a subject and no grants; only their own delegations and accesses are theirs to see', async () => {
    const identifier = { kind: '111', value: '110100199003070007' }
    const { personId } = await call(null, 'POST /persons', { kind: 'natural', name: '张三', identifier, password })
    const { token = '', next } = await call(null, 'POST /sessions', { login: identifier, password })
    expect(next).toBe('none')
    expect(await actorOf(token)).toMatchObject({ subject: personId, grants: [], channel: 'online' })
    const me = await call(token, 'GET /me')
    expect(me).toMatchObject({ isStaff: false, person: { name: '张*', identifiers: [{ value: '110***********0007' }] } })
    expect(await call(token, 'GET /me/delegations')).toEqual({ delegations: [] })
    const accesses = routes.find((route) => route.path === '/me/accesses')
    expect(accesses?.who).toBe('signedIn')
  })

  test('the statement finds its rows by index, in one trip, whatever the number of accounts', async () => {
    const clerk = await employee()
    await call(admin.token, 'POST /staff/posts', seat(clerk.account, 'window_clerk'))
    const { rows } = await run((tx) => tx.executeQuery<{ 'QUERY PLAN': string }>(explained(clerk.token)))
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
    expect(plan).toMatch(/Index (Only )?Scan using session_token_hash_key/)
  })
})

test('the posts of an organisation are listed with names and who stands in', async () => {
  const [holder, other] = [await employee(), await employee()]
  const actor = await actorOf(admin.token)
  const post = await run((tx) => assignPost(tx, seat(holder.account, 'price', { organisation: bureau }), actor, now))
  const given = { post: post.id, account: other.account, reason: 'b_post', fromOn: '2026-03-10', untilOn: null }
  await call(admin.token, 'POST /staff/substitutes', given)
  const route = staffRoutes.find((one) => one.path === '/staff/posts' && one.method === 'GET')
  if (route === undefined) throw new Error('no route')
  const request = {
    token: admin.token,
    key: null,
    params: {},
    query: { organisation: bureau },
    body: undefined,
    upload: null,
    address: '',
  }
  const { posts } = (await perform(house, route, request, now)) as { posts: { id: string }[] }
  expect(posts.find((row) => row.id === post.id)).toMatchObject({
    account: holder.account,
    roleName: '价格主管部门',
    substitutes: [{ account: other.account, name: expect.stringMatching(/^员工/) }],
  })
})

test('a citizen account can hold no post', async () => {
  const identifier = { kind: '414', value: 'E00000009' }
  const { personId = '' } = await call(null, 'POST /persons', { kind: 'natural', name: '李四', identifier, password })
  const { id } = await run((tx) =>
    tx.selectFrom('account').select('id').where('person_id', '=', personId).executeTakeFirstOrThrow(),
  )
  expect(await call(admin.token, 'POST /staff/posts', seat(id, 'helper'))).toEqual({ refused: 'staff.not_found' })
})

test('without staff.manage the use case itself refuses, whoever calls it', async () => {
  const nobody: Actor = { ...boss, grants: [] }
  await expect(run((tx) => createStaffAccount(tx, { login: 'sneak', name: '某' }, nobody, now))).rejects.toMatchObject({
    kind: { code: 'staff.beyond_reach' },
  })
})
