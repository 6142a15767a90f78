import { type Actor, type By, byOf } from '../../../kernel/actor.ts'
import type { Tx } from '../../../kernel/db/index.ts'
import { newId } from '../../../kernel/ids.ts'
import type { Day, Now } from '../../../kernel/now.ts'
import { Refusal } from '../../../kernel/refusal.ts'
import { lookup, seal, unseal } from '../../../kernel/secrets.ts'
import {
  AlreadyRegistered,
  type Identifier,
  type MaskedPerson,
  type Me,
  PersonNotFound,
  type PersonRegistered,
  type Proof,
  type RegisterPerson,
  WrongIdentifier,
  WrongPerson,
} from '../contract.ts'
import { delegationsOf, endDelegationRow } from '../delegations/store.ts'
import { findIdentifierKind, identifierProblem, normaliseIdentifier, numberFamily } from '../rules/identifiers.ts'
import { maskIdentifier, maskName, maskPhone, normaliseName, normalisePhone } from '../rules/masks.ts'
import { findAccount, findAccountOf } from '../store/accounts.ts'
import * as store from '../store/persons.ts'
import { recordAccess } from './accesses.ts'
import { closeAccount, openAccount, resetAccess } from './accounts.ts'
import { itself, note } from './events.ts'

/** A person in clear. Whoever reads one for somebody else records the access. */
export type Person = {
  readonly id: string
  readonly kind: 'natural' | 'legal'
  readonly name: string
  readonly phone: string | null
  readonly proof: Proof
  readonly identifiers: readonly Identifier[]
}

/** What a new person comes with. */
export type NewPerson = {
  kind: 'natural' | 'legal'
  name: string
  identifier: Identifier | null
  phone: string | null
  proof: Proof
}

/**
 * A citizen registers: number, name, password. Nothing is proven by it, and the person's proof says so.
 *
 * @throws Refusal(AlreadyRegistered) recorded, because it tells that the number is known here
 * @throws Refusal(WrongIdentifier | WrongPerson | PasswordTooWeak)
 */
export async function registerOneself(tx: Tx, given: RegisterPerson, now: Now): Promise<PersonRegistered> {
  if (given.kind === 'legal') throw new Refusal(WrongPerson, { problem: 'not_online' })
  if (given.password === undefined) throw new Refusal(WrongPerson, { problem: 'password_missing' })
  const personId = await addPerson(tx, { ...given, phone: given.phone ?? null, proof: 'claimed' }, null, now)
  const login = { kind: given.identifier.kind, value: given.identifier.value }
  await openAccount(tx, { kind: 'citizen', personId, login, password: given.password }, null, now)
  return { personId, proof: 'claimed', oneTimeCode: null }
}

/**
 * Staff register somebody whose document they saw. A natural person gets a one-time code for their account – also when it
 * was opened before without proof: whoever opened it then is out. Who wants no account gets none, and is served all the same.
 *
 * @throws Refusal(WrongIdentifier | WrongPerson)
 */
export async function registerSighted(tx: Tx, given: RegisterPerson, actor: Actor, now: Now): Promise<PersonRegistered> {
  const by = byOf(actor, actor.grants.find((grant) => grant.power === 'identity.manage')?.authority ?? 'none')
  const identifier = checkedIdentifier(given.identifier, now.today)
  const known = await store.findPersonByLookup(tx, identifierLookup(identifier))
  if (known === undefined) {
    const personId = await addPerson(tx, { ...given, identifier, phone: given.phone ?? null, proof: 'sighted' }, by, now)
    if (given.kind === 'legal' || given.withoutAccount) return { personId, proof: 'sighted', oneTimeCode: null }
    const { code } = await openAccount(tx, { kind: 'citizen', personId, login: identifier, password: null }, by, now)
    return { personId, proof: 'sighted', oneTimeCode: code }
  }

  const before = await confirmPerson(tx, known, given, by, now)
  const account = await findAccountOf(tx, known, 'citizen')
  if (given.kind === 'legal' || (given.withoutAccount && account === undefined))
    return { personId: known, proof: higher(before.proof), oneTimeCode: null }
  const mustStartAnew = account !== undefined && (before.proof === 'claimed' || given.resetAccess === true)
  const oneTimeCode =
    account === undefined
      ? (await openAccount(tx, { kind: 'citizen', personId: known, login: identifier, password: null }, by, now)).code
      : mustStartAnew
        ? await resetAccess(tx, account.id, by, now)
        : null
  return { personId: known, proof: higher(before.proof), oneTimeCode }
}

/**
 * Adds a person to the book.
 *
 * @param by who adds; null when the person does
 * @returns the person's id
 * @throws Refusal(AlreadyRegistered) the number is somebody's already
 * @throws Refusal(WrongIdentifier | WrongPerson)
 */
export async function addPerson(tx: Tx, given: NewPerson, by: By | null, now: Now): Promise<string> {
  const id = newId(now.at)
  const values = sealed(id, given)
  const identifier = given.identifier === null ? null : checkedIdentifier(given.identifier, now.today)
  if (identifier !== null && findIdentifierKind(identifier.kind)?.holder !== given.kind)
    throw new Refusal(WrongPerson, { problem: 'holder' })

  await store.insertPerson(tx, { id, kind: given.kind, ...values, proof: given.proof, registered_at: now.at })
  if (identifier !== null) {
    const value_box = seal(identifierUse(id, identifier.kind), identifier.value)
    const row = { lookup: identifierLookup(identifier), person_id: id, kind: identifier.kind, value_box }
    if (!(await store.insertIdentifier(tx, row))) throw new Refusal(AlreadyRegistered, {})
  }
  await note(tx, id, 'person_registered', { kind: given.kind, proof: given.proof }, by ?? itself(id), now)
  return id
}

/**
 * A person in clear.
 *
 * @throws Refusal(PersonNotFound) unknown or erased
 */
export async function readPerson(tx: Tx, personId: string): Promise<Person> {
  const row = await store.findPerson(tx, personId)
  if (row === undefined || row.name_box === null) throw new Refusal(PersonNotFound, {})
  const identifiers = await store.identifiersOf(tx, personId)
  return {
    id: row.id,
    kind: row.kind,
    name: unseal(`person.name:${personId}`, row.name_box),
    phone: row.phone_box === null ? null : unseal(`person.phone:${personId}`, row.phone_box),
    proof: row.proof,
    identifiers: identifiers.map(({ kind, value_box }) => ({ kind, value: unseal(identifierUse(personId, kind), value_box) })),
  }
}

/**
 * The name in a box that the caller read with a statement of its own, see `nameBoxSql`.
 *
 * @throws Refusal(PersonNotFound) unknown or erased
 */
export function nameIn(personId: string, box: Buffer | null): string {
  if (box === null) throw new Refusal(PersonNotFound, {})
  return unseal(`person.name:${personId}`, box)
}

/** Telephones in clear, by person, of those who left one: to send them a message and for nothing else. */
export async function phonesOf(tx: Tx, personIds: readonly string[]): Promise<Map<string, string>> {
  const boxes = await store.phoneBoxes(tx, personIds)
  return new Map(boxes.map(({ id, phone_box }) => [id, unseal(`person.phone:${id}`, phone_box)]))
}

/** A person as others may see it on a list. Names and numbers of legal persons are public. @source 个人信息保护法 51 */
export function masked(person: Person): MaskedPerson {
  return {
    id: person.id,
    kind: person.kind,
    name: person.kind === 'legal' ? person.name : maskName(person.name),
    proof: person.proof,
    phone: person.phone === null ? null : maskPhone(person.phone),
    identifiers: person.identifiers.flatMap(({ kind, value }) => {
      const found = findIdentifierKind(kind)
      return found === undefined ? [] : [{ kind, kindName: found.name, value: maskIdentifier(found, value) }]
    }),
  }
}

/** Names of persons as others may see them on a list, by id; the erased have none. */
export async function maskedNames(tx: Tx, personIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await store.personsIn(tx, [...new Set(personIds)])
  return new Map(
    rows.map(({ id, kind, name_box }) => [id, kind === 'legal' ? nameIn(id, name_box) : maskName(nameIn(id, name_box))]),
  )
}

/**
 * The person whose document staff hold in hand, masked, or null: not in the book yet. Looking is on record.
 *
 * @throws Refusal(WrongIdentifier)
 */
export async function findSighted(tx: Tx, identifier: Identifier, actor: Actor, now: Now): Promise<MaskedPerson | null> {
  const id = await findPersonByIdentifier(tx, identifier, now.today)
  if (id === undefined) return null
  const look = { actor, subjectPersonId: id, purpose: 'identity.find', fields: ['name', 'phone', 'identifiers'] }
  await recordAccess(tx, look, now)
  return masked(await readPerson(tx, id))
}

/**
 * Whose identifier it is, or undefined.
 *
 * @throws Refusal(WrongIdentifier)
 */
export async function findPersonByIdentifier(tx: Tx, identifier: Identifier, today: Day): Promise<string | undefined> {
  return store.findPersonByLookup(tx, identifierLookup(checkedIdentifier(identifier, today)))
}

/**
 * Erases a person: values, numbers and lookups go, accounts are closed, delegations end. The id stays in logs and cases.
 *
 * @throws Refusal(PersonNotFound) unknown or erased before
 * @source 个人信息保护法 47
 */
export async function erasePerson(tx: Tx, personId: string, by: By, now: Now): Promise<void> {
  if ((await store.findPerson(tx, personId)) === undefined) throw new Refusal(PersonNotFound, {})
  for (const kind of ['citizen', 'staff'] as const) {
    const account = await findAccountOf(tx, personId, kind)
    if (account !== undefined) await closeAccount(tx, account.id, by, now)
  }
  for (const delegation of await delegationsOf(tx, personId)) {
    await endDelegationRow(tx, delegation.id, now.at)
    await note(tx, delegation.id, 'delegation_ended', {}, by, now)
  }
  await store.emptyPerson(tx, personId, now.at)
  await note(tx, personId, 'erased', {}, by, now, '个人信息保护法 47')
}

/**
 * An identifier in its one form.
 *
 * @throws Refusal(WrongIdentifier) with what is wrong
 */
export function checkedIdentifier(given: Identifier, today: Day): Identifier {
  const kind = findIdentifierKind(given.kind)
  if (kind === undefined) throw new Refusal(WrongIdentifier, { kind: given.kind, problem: 'unknown_kind' })
  const value = normaliseIdentifier(kind.code, given.value)
  const problem = identifierProblem(kind, value, today)
  if (problem !== null) throw new Refusal(WrongIdentifier, { kind: kind.code, problem })
  return { kind: kind.code, value }
}

/** Writes what staff saw on the document over what was said before. Gives the person as it stood before. */
async function confirmPerson(tx: Tx, personId: string, given: RegisterPerson, by: By, now: Now): Promise<store.PersonRow> {
  const before = await store.findPerson(tx, personId)
  if (before === undefined) throw new Refusal(PersonNotFound, {})
  if (before.kind !== given.kind) throw new Refusal(WrongPerson, { problem: 'holder' })
  const values = sealed(personId, { name: given.name, phone: given.phone ?? null })
  const proof = higher(before.proof)
  await store.updatePerson(tx, {
    id: personId,
    name_box: values.name_box,
    phone_box: values.phone_box ?? before.phone_box,
    proof,
  })
  await note(tx, personId, 'person_confirmed', { proof }, by, now)
  return before
}

function sealed(id: string, given: { name: string; phone: string | null }): { name_box: Buffer; phone_box: Buffer | null } {
  const name = normaliseName(given.name)
  if (name === null) throw new Refusal(WrongPerson, { problem: 'name' })
  const phone = given.phone === null ? null : normalisePhone(given.phone)
  if (phone === null && given.phone !== null) throw new Refusal(WrongPerson, { problem: 'phone' })
  return { name_box: seal(`person.name:${id}`, name), phone_box: phone === null ? null : seal(`person.phone:${id}`, phone) }
}

function identifierLookup(identifier: Identifier): Buffer {
  return lookup(`identifier.${numberFamily(identifier.kind)}`, identifier.value)
}

const identifierUse = (personId: string, kind: string) => `person_identifier:${personId}:${kind}`
const higher = (proof: Proof): Proof => (proof === 'claimed' ? 'sighted' : proof)

/** The caller's account, person (masked) and grants. @throws Refusal(PersonNotFound) */
export async function myself(tx: Tx, actor: Actor): Promise<Me> {
  const account = await findAccount(tx, actor.id)
  if (account === undefined) throw new Refusal(PersonNotFound, {})
  const person = masked(await readPerson(tx, account.person_id))
  const grants = actor.grants.map((grant) => ({ ...grant }))
  return { account: actor.id, person, isStaff: account.kind === 'staff', channel: actor.channel, place: actor.place, grants }
}
