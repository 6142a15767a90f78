import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateSync } from 'otplib'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase, type TestDatabase } from '../../../test/database.ts'
import { type Actor, anyone, byOf, system } from '../../kernel/actor.ts'
import { type Tx, transaction } from '../../kernel/db/index.ts'
import { eventsOf } from '../../kernel/log/index.ts'
import { nowAt } from '../../kernel/now.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { openSecrets } from '../../kernel/secrets.ts'
import type { Login, RegisterPerson } from './contract.ts'
import type { Delegate } from './delegations/contract.ts'
import { delegationsOf } from './delegations/service.ts'
import {
  accessesOf,
  accountStream,
  addPerson,
  authorityFor,
  delegate,
  endDelegation,
  erasePerson,
  findAccount,
  masked,
  openAccount,
  passSecondFactor,
  readPerson,
  recordAccess,
  registerOneself,
  registerSighted,
  resetAccess,
  signIn,
  tokenHash,
} from './index.ts'
import { changePassword, enrol } from './service/accounts.ts'

const now = nowAt('2026-03-10T09:00:00+08:00')
const later = (minutes: number) => nowAt(new Date(now.at.getTime() + minutes * 60_000))
const password = 'Spring-2026-river'
const folder = mkdtempSync(join(tmpdir(), 'yichuang-identity-'))
let base: TestDatabase

beforeAll(async () => {
  openSecrets(folder)
  base = await freshDatabase({ max: 12 })
})
afterAll(async () => {
  await base.close()
  rmSync(folder, { recursive: true })
})

const run = <T>(work: (tx: Tx) => Promise<T>) => transaction(base.db, work)

/** The code of the refusal that a use case gives, or 'done'. */
async function refusalOf(work: (tx: Tx) => Promise<unknown>): Promise<string> {
  try {
    await run(work)
    return 'done'
  } catch (error) {
    if (error instanceof Refusal) return error.kind.code
    throw error
  }
}

const zhang: RegisterPerson = {
  kind: 'natural',
  name: '张三',
  identifier: { kind: '111', value: '110100199003070007' },
  password,
}
const li: RegisterPerson = { kind: 'natural', name: '李四', identifier: { kind: '111', value: '440300200012310001' }, password }
const company: RegisterPerson = { kind: 'legal', name: '测试有限公司', identifier: { kind: 'USCC', value: '91110100MATEXT01X3' } }
const clerk: Actor = {
  id: '00000000-0000-7000-8000-000000000001',
  subject: null,
  grants: [{ power: 'identity.manage', scope: 'X', authority: 'post:p1' }],
  channel: 'window',
  place: null,
}
const citizen = (personId: string): Actor => ({ ...anyone, id: personId, subject: personId })
const numbers = ['510100202402290006', '310100194910010002', '33010019850606000X']

/** A person of one's own for each test, known by nothing but a passport number. */
let made = 0
async function somebody(name = '王五'): Promise<{ personId: string; login: Login }> {
  const login = { kind: '414', value: `E${String(++made).padStart(8, '0')}` }
  return { ...(await run((tx) => registerOneself(tx, { kind: 'natural', name, identifier: login, password }, now))), login }
}

describe('registering', () => {
  test('a citizen is in the book as claimed, in clear for nobody who reads the database', async () => {
    const { personId, proof } = await run((tx) => registerOneself(tx, { ...zhang, phone: '138 0000 8000' }, now))
    expect(proof).toBe('claimed')
    const person = await run((tx) => readPerson(tx, personId))
    expect(person).toMatchObject({
      name: '张三',
      phone: '13800008000',
      identifiers: [{ kind: '111', value: '110100199003070007' }],
    })
    expect(masked(person)).toMatchObject({ name: '张*', phone: '138****8000', identifiers: [{ value: '110***********0007' }] })
    expect(await dump(base.ownerUrl)).not.toMatch(/张三|13800008000|110100199003070007|e5bca0e4b889/)
  })

  test('the same number again is refused, in whatever form and under whatever kind that shares it', async () => {
    for (const identifier of [
      zhang.identifier,
      { kind: '111', value: '１１０１００１９９００３０７０００７' },
      { kind: '113', value: ' 110100199003070007 ' },
    ]) {
      expect(await refusalOf((tx) => registerOneself(tx, { ...zhang, identifier }, now))).toBe('identity.already_registered')
    }
  })

  test.each<[string, { [K in keyof RegisterPerson]?: unknown }, string]>([
    ['a wrong check digit', { identifier: { kind: '111', value: '110100199003070000' } }, 'identity.wrong_identifier'],
    ['15 digits', { identifier: { kind: '111', value: '110100900307000' } }, 'identity.wrong_identifier'],
    ['NUL in the number', { identifier: { kind: '111', value: '11010019900307000\u0000' } }, 'identity.wrong_identifier'],
    ['NUL in the name', { name: '张\u0000三' }, 'identity.wrong_person'],
    ['half a character in the name', { name: '张\ud800' }, 'identity.wrong_person'],
    ['a telephone that is none', { phone: '１２３' }, 'identity.wrong_person'],
    ['a number of another holder', { identifier: { kind: 'USCC', value: '91110100MATEXT01X3' } }, 'identity.wrong_person'],
    ['an unknown kind', { identifier: { kind: '999', value: '1' } }, 'identity.wrong_identifier'],
    ['a weak password', { password: '12345678' }, 'identity.password_too_weak'],
    ['no password', { password: undefined }, 'identity.wrong_person'],
    ['a company online', { ...company }, 'identity.wrong_person'],
  ])('%s is refused and leaves nothing', async (_, part, code) => {
    const before = await dump(base.ownerUrl)
    const given = { ...zhang, identifier: { kind: '111', value: numbers[0] ?? '' }, ...part } as RegisterPerson
    expect(await refusalOf((tx) => registerOneself(tx, given, now))).toBe(code)
    expect(await dump(base.ownerUrl)).toBe(before)
  })

  test('two at once with one number: one is in, one is told', async () => {
    const given = { ...zhang, identifier: { kind: '111', value: numbers[1] ?? '' } }
    const answers = await Promise.all([1, 2].map(() => refusalOf((tx) => registerOneself(tx, given, now))))
    expect(answers.sort()).toEqual(['done', 'identity.already_registered'])
  })

  test('staff who see the document put out whoever opened the account before', async () => {
    const { personId, login } = await somebody('冒名者')
    const { token } = await run((tx) => signIn(tx, { login, password }, now))
    const given: RegisterPerson = { kind: 'natural', name: '王五', identifier: { kind: '414', value: login.value } }
    const seen = await run((tx) => registerSighted(tx, given, clerk, later(1)))
    expect(seen).toMatchObject({ personId, proof: 'sighted' })
    expect((await run((tx) => readPerson(tx, personId))).name).toBe('王五')
    expect(await isOpen(token)).toBe(false)
    expect(await refusalOf((tx) => signIn(tx, { login, password }, later(1)))).toBe('identity.sign_in_refused')

    await run((tx) => enrol(tx, { login, code: seen.oneTimeCode ?? '', password: 'Autumn-2026-river' }, later(2)))
    expect(await refusalOf((tx) => signIn(tx, { login, password: 'Autumn-2026-river' }, later(2)))).toBe('done')
    const again = await run((tx) => registerSighted(tx, given, clerk, later(3)))
    expect(again.oneTimeCode).toBeNull() // proven already: the account stays as it is
  })
})

describe('signing in', () => {
  test('a wrong password and an unknown login get one and the same answer', async () => {
    const { login } = await somebody()
    const unknown = { kind: '414', value: 'X99999999' }
    const answers = await Promise.all([
      run((tx) => signIn(tx, { login, password: 'wrong' }, now)).catch((error: Refusal) => error),
      run((tx) => signIn(tx, { login: unknown, password }, now)).catch((error: Refusal) => error),
    ])
    const [one, other] = answers as Refusal[]
    expect(one?.kind).toBe(other?.kind)
    expect(one?.facts).toEqual(other?.facts)
  })

  test('the fifth failure locks for half an hour, the right password then included', async () => {
    const { login } = await somebody()
    for (let i = 0; i < 5; i += 1) await refusalOf((tx) => signIn(tx, { login, password: 'wrong' }, now))
    expect(await refusalOf((tx) => signIn(tx, { login, password }, later(29)))).toBe('identity.sign_in_refused')
    expect(await refusalOf((tx) => signIn(tx, { login, password }, later(30)))).toBe('done')
  })

  test('many guesses at once are counted one by one', async () => {
    const { personId, login } = await somebody()
    await Promise.all(Array.from({ length: 8 }, () => refusalOf((tx) => signIn(tx, { login, password: 'wrong' }, now))))
    const account = await run((tx) =>
      tx.selectFrom('account').select(['failures', 'locked_until']).where('person_id', '=', personId).executeTakeFirstOrThrow(),
    )
    expect(account.failures).toBe(5)
    expect(account.locked_until).not.toBeNull()
  })

  test('a flood is told to come back instead of taking every connection', async () => {
    const { login } = await somebody()
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => signInAlone(login).catch((error: Refusal) => error.kind.code)),
    )
    expect(answers).toContain('identity.sign_in_busy')
    expect(await refusalOf((tx) => signIn(tx, { login, password }, now))).toBe('done')
  })

  test('a success forgets the failures before it, and every step is on record without a login or a number', async () => {
    const { personId, login } = await somebody()
    for (let i = 0; i < 4; i += 1) await refusalOf((tx) => signIn(tx, { login, password: 'wrong' }, now))
    await run((tx) => signIn(tx, { login, password }, now))
    const { id } = await accountOf(personId)
    const events = await run((tx) => eventsOf(tx, accountStream, id))
    expect(events.map((event) => event.kind)).toEqual(['opened', ...Array(4).fill('sign_in_failed'), 'signed_in'])
    expect(JSON.stringify(events)).not.toContain(login.value)
    expect((await accountOf(personId)).failures).toBe(0)
  })

  test('changing the password needs the old one and ends the other sessions', async () => {
    const { personId, login } = await somebody()
    const account = await accountOf(personId)
    const first = await run((tx) => signIn(tx, { login, password }, now))
    const second = await run((tx) => signIn(tx, { login, password }, now))
    const session = await sessionOf(second.token)
    const actor: Actor = { ...citizen(personId), id: account.id, session }
    expect(await refusalOf((tx) => changePassword(tx, actor, { current: 'wrong', next: password }, now))).toBe(
      'identity.sign_in_refused',
    )
    expect((await accountOf(personId)).failures).toBe(1)
    await run((tx) => changePassword(tx, actor, { current: password, next: 'Winter-2026-river' }, now))
    expect([await isOpen(first.token), await isOpen(second.token)]).toEqual([false, true])
    expect(await refusalOf((tx) => signIn(tx, { login, password }, now))).toBe('identity.sign_in_refused')
  })
})

describe('staff', () => {
  let count = 0
  async function employee() {
    const login = { kind: 'staff', value: `clerk-${++count}` }
    const person = { kind: 'natural', name: '赵六', identifier: null, phone: null, proof: 'sighted' } as const
    const personId = await run((tx) => addPerson(tx, person, system, now))
    const { accountId, code } = await run((tx) =>
      openAccount(tx, { kind: 'staff', personId, login, password: null }, system, now),
    )
    return { login, accountId, code: code ?? '' }
  }
  async function enrolled() {
    const { login, accountId, code } = await employee()
    const { secondFactor } = await run((tx) => enrol(tx, { login, code, password }, now))
    const secret = secondFactor?.secret ?? ''
    const codeAt = (when: { at: Date }) => generateSync({ secret, epoch: Math.floor(when.at.getTime() / 1000) })
    return { login, accountId, codeAt }
  }
  const knock = (login: Login, when = now) => run((tx) => signIn(tx, { login, password }, when))

  test('a one-time code works once, in capitals or not, and not after three days', async () => {
    const one = await employee()
    const typed = one.code.toLowerCase().replace(/(.{4})/g, '$1-')
    expect(await refusalOf((tx) => enrol(tx, { login: one.login, code: typed, password }, now))).toBe('done')
    expect(await refusalOf((tx) => enrol(tx, { login: one.login, code: typed, password }, now))).toBe('identity.sign_in_refused')
    const other = await employee()
    const { login, code } = other
    expect(await refusalOf((tx) => enrol(tx, { login, code, password }, later(72 * 60)))).toBe('identity.sign_in_refused')
    expect(await refusalOf((tx) => enrol(tx, { login: { kind: 'staff', value: 'nobody' }, code, password }, now))).toBe(
      'identity.sign_in_refused',
    )
  })

  test('a password alone opens nothing; the second factor does, with another token', async () => {
    const { login, codeAt } = await enrolled()
    const waiting = await knock(login)
    expect(waiting.next).toBe('second_factor')
    expect(await isOpen(waiting.token)).toBe(false)
    const inside = await run((tx) => passSecondFactor(tx, { token: waiting.token, code: codeAt(now) }, now))
    expect(inside).toMatchObject({ next: 'none', untilAt: later(12 * 60).at.toISOString() })
    expect(inside.token).not.toBe(waiting.token)
    expect(await isOpen(inside.token)).toBe(true)
    expect(await refusalOf((tx) => passSecondFactor(tx, { token: waiting.token, code: codeAt(now) }, now))).toBe(
      'identity.sign_in_refused',
    )
  })

  test('a code that was used, or is older than one that was, is refused', async () => {
    const { login, codeAt } = await enrolled()
    const soon = later(0.5)
    const first = await knock(login)
    await run((tx) => passSecondFactor(tx, { token: first.token, code: codeAt(soon) }, soon))
    const second = await knock(login, soon)
    for (const code of [codeAt(soon), codeAt(now)]) {
      expect(await refusalOf((tx) => passSecondFactor(tx, { token: second.token, code }, soon))).toBe('identity.sign_in_refused')
    }
    const next = later(1)
    expect(await refusalOf((tx) => passSecondFactor(tx, { token: second.token, code: codeAt(next) }, next))).toBe('done')
  })

  test('the same code twice at once opens one session', async () => {
    const { login, codeAt } = await enrolled()
    const doors = [await knock(login), await knock(login)]
    const answers = await Promise.all(
      doors.map(({ token }) => refusalOf((tx) => passSecondFactor(tx, { token, code: codeAt(now) }, now))),
    )
    expect(answers.sort()).toEqual(['done', 'identity.sign_in_refused'])
  })

  test('five wrong codes lock the account, and a new password step does not forget them', async () => {
    const { login, codeAt } = await enrolled()
    const wrong = codeAt(later(600))
    const { token: early } = await knock(login)
    for (let i = 0; i < 5; i += 1) {
      const { token } = await knock(login)
      await refusalOf((tx) => passSecondFactor(tx, { token, code: wrong }, now))
    }
    expect(await refusalOf((tx) => passSecondFactor(tx, { token: early, code: codeAt(now) }, now))).toBe(
      'identity.sign_in_refused',
    )
    expect(await refusalOf((tx) => signIn(tx, { login, password }, now))).toBe('identity.sign_in_refused')
  })

  test('the way to the second factor closes after five minutes', async () => {
    const { login, codeAt } = await enrolled()
    const { token } = await knock(login)
    const late = later(5)
    expect(await refusalOf((tx) => passSecondFactor(tx, { token, code: codeAt(late) }, late))).toBe('identity.sign_in_refused')
  })

  test('a reset takes password, second factor and sessions', async () => {
    const { login, accountId, codeAt } = await enrolled()
    const { token } = await knock(login)
    const inside = await run((tx) => passSecondFactor(tx, { token, code: codeAt(now) }, now))
    await run((tx) => resetAccess(tx, accountId, system, now))
    expect(await isOpen(inside.token)).toBe(false)
    expect(await refusalOf((tx) => signIn(tx, { login, password }, now))).toBe('identity.sign_in_refused')
  })

  test('login names do not care about capitals or width', async () => {
    const { login } = await enrolled()
    expect(
      await refusalOf((tx) => signIn(tx, { login: { kind: 'staff', value: ` ＣLERK-${login.value.slice(6)}` }, password }, now)),
    ).toBe('done')
  })
})

describe('acting for another', () => {
  const term = { fromOn: '2026-03-10', untilOn: '2026-03-20' }
  const agentOf = (login: Login) => ({ kind: login.kind, value: login.value })
  const agentName = '王五'

  test('a citizen gives the right and takes it back; it holds in its item and its days', async () => {
    const [principal, agent] = [await somebody(), await somebody()]
    const given: Delegate = { basis: 'delegation', agent: agentOf(agent.login), agentName, scope: 'item-1', ...term }
    const { id } = await run((tx) => delegate(tx, given, citizen(principal.personId), now))
    const right = (item: string, day: string) => run((tx) => authorityFor(tx, agent.personId, principal.personId, item, day))
    expect(await right('item-1', '2026-03-20')).toBe(`delegation:${id}`)
    expect(await right('item-1', '2026-03-21')).toBeNull()
    expect(await right('item-2', '2026-03-20')).toBeNull()
    expect(await run((tx) => authorityFor(tx, principal.personId, agent.personId, 'item-1', '2026-03-20'))).toBeNull()
    expect(await run((tx) => authorityFor(tx, agent.personId, agent.personId, 'item-1', '2026-03-20'))).toBe('self')
    await run((tx) => endDelegation(tx, id, citizen(principal.personId), now))
    expect(await right('item-1', '2026-03-10')).toBeNull()
    expect(await refusalOf((tx) => endDelegation(tx, id, citizen(principal.personId), now))).toBe('identity.delegation_unsound')
  })

  test('nobody gives a right over another, passes one on, or ends one that is not theirs', async () => {
    const [principal, agent, stranger] = [await somebody(), await somebody(), await somebody()]
    const over: Delegate = {
      basis: 'delegation',
      principal: principal.personId,
      agent: agentOf(agent.login),
      agentName,
      scope: '*',
      ...term,
    }
    expect(await refusalOf((tx) => delegate(tx, over, citizen(stranger.personId), now))).toBe('identity.delegation_not_yours')
    const { id } = await run((tx) => delegate(tx, over, citizen(principal.personId), now))
    const onward = { ...over, agent: agentOf(stranger.login) }
    expect(await refusalOf((tx) => delegate(tx, onward, citizen(agent.personId), now))).toBe('identity.delegation_not_yours')
    expect(await refusalOf((tx) => endDelegation(tx, id, citizen(stranger.personId), now))).toBe('identity.delegation_not_found')
    expect(await refusalOf((tx) => endDelegation(tx, stranger.personId, citizen(stranger.personId), now))).toBe(
      'identity.delegation_not_found',
    )
    expect(await refusalOf((tx) => endDelegation(tx, id, citizen(agent.personId), now))).toBe('done') // an agent may lay it down
  })

  test('a company acts by the representative whom staff saw on paper, and by whom that one names', async () => {
    const [boss, employee] = [await somebody(), await somebody()]
    const firm = await run((tx) => registerSighted(tx, company, clerk, now))
    expect(firm.oneTimeCode).toBeNull()
    const asBoss: Delegate = {
      basis: 'representative',
      principal: firm.personId,
      agent: agentOf(boss.login),
      scope: '*',
      fromOn: '2026-03-10',
      untilOn: null,
    }
    expect(await refusalOf((tx) => delegate(tx, asBoss, citizen(boss.personId), now))).toBe('identity.delegation_not_yours')
    expect(await refusalOf((tx) => delegate(tx, asBoss, clerk, now))).toBe('identity.delegation_unsound')
    const paper = { ...asBoss, proofFileId: '00000000-0000-7000-8000-00000000000f' }
    const { id } = await run((tx) => delegate(tx, paper, clerk, now))
    expect(await run((tx) => authorityFor(tx, boss.personId, firm.personId, 'any', '2030-01-01'))).toBe(`representative:${id}`)

    const named: Delegate = { ...asBoss, basis: 'delegation', agent: agentOf(employee.login), agentName, ...term }
    const second = await run((tx) => delegate(tx, named, citizen(boss.personId), now))
    expect(await run((tx) => authorityFor(tx, employee.personId, firm.personId, 'any', '2026-03-15'))).toBe(
      `delegation:${second.id}`,
    )
    const shown = await run((tx) => delegationsOf(tx, boss.personId, '2026-03-15'))
    expect(shown).toMatchObject([
      { id, basis: 'representative', principalName: company.name, agentName: '王*' },
      { id: second.id, basis: 'delegation', principalName: company.name, agentName: '王*' },
    ])
    const [event] = await run((tx) => eventsOf(tx, accountStream, second.id))
    expect(event).toMatchObject({
      kind: 'delegated',
      on_behalf_of: firm.personId,
      authority: `representative:${id}`,
      ground: '行政许可法 29',
    })
  })

  test.each<[string, Partial<Delegate>, string]>([
    ['to oneself', { agent: { kind: '414', value: '(own)' } }, 'self'],
    ['from a day that is none', { fromOn: '2026-02-30' }, 'period'],
    ['that ends before it begins', { fromOn: '2026-03-20', untilOn: '2026-03-19' }, 'period'],
    ['without a name', { agentName: undefined as never }, 'agent'],
    ['to a number that belongs to somebody else', { agentName: '王六' }, 'agent'],
    ['to a number that nobody has', { agent: { kind: '414', value: 'E99999999' } }, 'agent'],
    ['that is over already', { fromOn: '2026-03-01', untilOn: '2026-03-09' }, 'period'],
  ])('a delegation %s is refused', async (_, part, problem) => {
    const [principal, agent] = [await somebody(), await somebody()]
    const own = part.agent?.value === '(own)' ? { agent: agentOf(principal.login) } : {}
    const given: Delegate = { basis: 'delegation', agent: agentOf(agent.login), agentName, scope: '*', ...term, ...part, ...own }
    const work = run((tx) => delegate(tx, given, citizen(principal.personId), now))
    await expect(work).rejects.toMatchObject({ kind: { code: 'identity.delegation_unsound' }, facts: { problem } })
  })
})

test('a person sees who looked at their data, and their own looks are not noted', async () => {
  const { personId } = await somebody()
  await run((tx) =>
    recordAccess(
      tx,
      { actor: clerk, subjectPersonId: personId, purpose: 'intake.check', fields: ['name'], authority: 'post:p1' },
      now,
    ),
  )
  await run((tx) =>
    recordAccess(tx, { actor: citizen(personId), subjectPersonId: personId, purpose: 'me', fields: ['name'] }, now),
  )
  expect(await run((tx) => accessesOf(tx, personId, 10))).toMatchObject([
    { at: now.at.toISOString(), authority: 'post:p1', place: null, caseId: null, purpose: 'intake.check', fields: ['name'] },
  ])
})

test('erasing a person leaves an id and nothing else; the number can be registered anew', async () => {
  const { personId } = await run((tx) => registerOneself(tx, li, now))
  const { personId: agent } = await somebody()
  const login = { kind: '111', value: li.identifier.value }
  const { token } = await run((tx) => signIn(tx, { login, password }, now))
  await run((tx) => erasePerson(tx, personId, byOf(citizen(personId), 'self'), now))
  expect(await refusalOf((tx) => readPerson(tx, personId))).toBe('identity.person_not_found')
  expect(await refusalOf((tx) => erasePerson(tx, personId, system, now))).toBe('identity.person_not_found')
  expect(await refusalOf((tx) => signIn(tx, { login, password }, now))).toBe('identity.sign_in_refused')
  expect(await isOpen(token)).toBe(false)
  expect(await run((tx) => authorityFor(tx, agent, personId, 'any', now.today))).toBeNull()
  const left = await run((tx) => tx.selectFrom('person_identifier').selectAll().where('person_id', '=', personId).execute())
  expect(left).toEqual([])
  expect(await refusalOf((tx) => registerOneself(tx, li, now))).toBe('done')
})

async function accountOf(personId: string) {
  const { id } = await run((tx) =>
    tx.selectFrom('account').select('id').where('person_id', '=', personId).executeTakeFirstOrThrow(),
  )
  const account = await run((tx) => findAccount(tx, id))
  if (account === undefined) throw new Error('no account')
  return account
}

/** A sign-in with the right password on a connection of its own. */
async function signInAlone(login: Login): Promise<string> {
  await run((tx) => signIn(tx, { login, password }, now))
  return 'done'
}

async function sessionOf(token: string): Promise<string> {
  const row = await run((tx) =>
    tx.selectFrom('session').select('id').where('token_hash', '=', tokenHash(token)).executeTakeFirstOrThrow(),
  )
  return row.id
}

async function isOpen(token: string): Promise<boolean> {
  const row = await run((tx) =>
    tx.selectFrom('identity_view_session').select('session_id').where('token_hash', '=', tokenHash(token)).executeTakeFirst(),
  )
  return row !== undefined
}

/** Everything that stands in our tables and in the log, as text. */
async function dump(ownerUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    const tables = ['person', 'person_identifier', 'account', 'session', 'delegation', 'account_event', 'access_event']
    const texts: string[] = []
    for (const table of tables) texts.push(JSON.stringify((await client.query(`select t::text from ${table} t order by 1`)).rows))
    return texts.join('\n')
  } finally {
    await client.end()
  }
}
