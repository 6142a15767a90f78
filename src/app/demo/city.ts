import { type Actor, anyone } from '../../kernel/actor.ts'
import { type Database, transaction } from '../../kernel/db/index.ts'
import type { BlobStore, Examined } from '../../kernel/files/index.ts'
import type { House, Route } from '../../kernel/http/index.ts'
import { type Now, nowAt } from '../../kernel/now.ts'
import { keepFile } from '../../modules/document/index.ts'
import { demoLogins, findAccountOf } from '../../modules/identity/index.ts'
import { foundInstallation, importDivisions } from '../../modules/region/index.ts'
import { actorOfAccount, createFirstAdministrator } from '../../modules/staff/index.ts'
import { type Caller, callerOf } from '../caller.ts'
import type { Dice } from './dice.ts'
import { creditCode, enterpriseName, madeUpCounty, nameOf, phoneOf, residentNumber } from './people.ts'

/** Somebody of the city: the key under which calls name them. */
export type Who = string

export type Citizen = {
  readonly who: Who
  readonly personId: string
  readonly name: string
  readonly identifier: { readonly kind: string; readonly value: string }
}
/** An enterprise, and the citizen who represents it. */
export type Enterprise = { readonly personId: string; readonly name: string; readonly by: Citizen }
/** Who handles the items of an organ. */
export type Desk = { readonly reviewers: readonly Who[]; readonly chief: Who; readonly leader: Who }

/** The made-up city: its people, and how they call. */
export type City = {
  /** Calls a route as one of the people; `token` is their key. */
  readonly call: Caller
  /** The account under which somebody acts. */
  readonly accountOf: (who: Who) => string
  readonly clerks: readonly Who[]
  readonly desks: ReadonlyMap<string, Desk>
  readonly citizens: readonly Citizen[]
  readonly enterprises: readonly Enterprise[]
}

/** Where the city is built. */
export type Stage = {
  readonly database: Database
  readonly blobs: BlobStore
  readonly routes: readonly Route[]
  readonly sampleOf: (material: string) => Examined
}

/** How many of whom. */
export type Size = { readonly citizens: number; readonly enterprises: number; readonly clerks: number }

export const cityName = '南江市'
const hall = 'nanjiang'

/** Divisions that no real list has: a city with two districts, towns and villages, below the province whose items are handled. */
const divisions = [
  { code: '449900000000', name: cityName, level: 2, parentCode: '440000000000' },
  { code: `${madeUpCounty}000000`, name: '东岸区', level: 3, parentCode: '449900000000' },
  { code: '449902000000', name: '西岭区', level: 3, parentCode: '449900000000' },
  { code: '449901001000', name: '桥头街道', level: 4, parentCode: '449901000000' },
  { code: '449901100000', name: '江口镇', level: 4, parentCode: '449901000000' },
  { code: '449902001000', name: '岭南街道', level: 4, parentCode: '449902000000' },
  { code: '449902100000', name: '云溪镇', level: 4, parentCode: '449902000000' },
  { code: '449901001001', name: '桥头社区', level: 5, parentCode: '449901001000' },
  { code: '449901100201', name: '江口村', level: 5, parentCode: '449901100000' },
  { code: '449901100202', name: '沙洲村', level: 5, parentCode: '449901100000' },
  { code: '449902001001', name: '岭南社区', level: 5, parentCode: '449902001000' },
  { code: '449902100201', name: '云溪村', level: 5, parentCode: '449902100000' },
  { code: '449902100202', name: '石桥村', level: 5, parentCode: '449902100000' },
]

/** Where a decision of the organs of the two lists is contested, by the province in their code; the city's own organs bring theirs. */
const remediesIn: Readonly<Record<string, { reviewAuthority: string; court: string }>> = {
  '44': { reviewAuthority: '广东省人民政府', court: '广州铁路运输中级法院' },
  '51': { reviewAuthority: '广安市广安区人民政府', court: '广安市广安区人民法院' },
}

const workHours = [
  { days: [1, 2, 3, 4, 5], opens: '09:00', closes: '12:00', fromDay: null, toDay: null },
  { days: [1, 2, 3, 4, 5], opens: '13:00', closes: '17:00', fromDay: null, toDay: null },
]

/** The organ that handles an item. */
export type Organ = { readonly uscc: string; readonly name: string; readonly shortName: string }

/**
 * Builds the city in an empty database: founds the demonstration, then divisions, a hall with windows, staff at their posts, citizens and
 * enterprises, all through the use cases, on its first morning.
 *
 * @throws Refusal(AlreadyFounded | NotEmpty) somebody works here already
 */
export async function buildCity(
  { database, blobs, routes, sampleOf }: Stage,
  organs: readonly Organ[],
  size: Size,
  dice: Dice,
  seed: string,
  morning: Now,
): Promise<City> {
  const people = new Map<Who, Actor>()
  const house: House = { database, authenticate: async (_tx, who) => people.get(who) ?? anyone }
  const call = callerOf(house, routes, () => morning)
  const accountOf = (who: Who) => people.get(who)?.id ?? ''
  const admin = await transaction(database, async (tx) => {
    await foundInstallation(tx, 'demonstration', { seed }, morning)
    await importDivisions(tx, divisions, 2023)
    return (await createFirstAdministrator(tx, { login: demoLogins.administrator.login.value, name: nameOf(dice) }, morning))
      .account
  })
  const learn = async (who: Who, account: string, place: string | null) => {
    people.set(who, await transaction(database, (tx) => actorOfAccount(tx, account, place, morning)))
  }
  await learn('admin', admin, null)

  const set = (route: string, params: object, body: object) => call(route, { token: 'admin', params, body })
  for (const { uscc, shortName } of organs) {
    const remedies = remediesIn[uscc.slice(2, 4)]
    if (remedies !== undefined && !uscc.startsWith(madeUpCounty, 2))
      await set('POST /organisations/:uscc', { uscc }, { shortName, ...remedies })
  }
  const place = {
    name: `${cityName}政务服务中心`,
    divisionCode: '449900000000',
    address: `${cityName}东岸区桥头路 1 号`,
    hours: workHours,
  }
  await set('POST /places/:code', { code: hall }, place)

  const serials = new Map<string, number>()
  const loginOf = (kind: string) => {
    const serial = (serials.get(kind) ?? 0) + 1
    serials.set(kind, serial)
    return `${kind}-${String(serial).padStart(2, '0')}`
  }
  const hire = async (
    login: string,
    posts: readonly { role: string; organisation: string; place?: string; window?: string }[],
  ) => {
    const { account } = await call<{ account: string }>('POST /staff/accounts', {
      token: 'admin',
      body: { login, name: nameOf(dice) },
    })
    for (const post of posts) {
      await call('POST /staff/posts', { token: 'admin', body: { account, ...post, fromOn: morning.today, untilOn: null } })
    }
    await learn(login, account, posts[0]?.place ?? null)
    return login
  }
  const [office] = organs
  if (office === undefined) throw new Error('a city without organs')
  const clerks: Who[] = []
  for (let i = 1; i <= size.clerks; i++) {
    const window = `A${String(i).padStart(2, '0')}`
    await set('POST /places/:code/windows/:window', { code: hall, window }, { name: `综合窗口 ${window}` })
    const seats = organs.map(({ uscc }) => ({ role: 'window_clerk', organisation: uscc, place: hall, window }))
    clerks.push(await hire(i === 1 ? demoLogins.clerk.login.value : loginOf('clerk'), seats))
  }
  const desks = new Map<string, Desk>()
  for (const [i, { uscc }] of organs.entries()) {
    const at = (role: string) => [{ role, organisation: uscc }]
    const first = await hire(i === 0 ? demoLogins.approver.login.value : loginOf('approver'), at('approver'))
    const second = await hire(loginOf('approver'), at('approver'))
    const chief = await hire(i === 0 ? demoLogins.chief.login.value : loginOf('chief'), at('chief_representative'))
    desks.set(uscc, {
      reviewers: [first, second],
      chief,
      leader: await hire(i === 0 ? demoLogins.leader.login.value : loginOf('leader'), at('unit_leader')),
    })
  }
  await hire(demoLogins.supervisor.login.value, [{ role: 'supervision_organ', organisation: office.uscc }])
  await hire('service-office', [{ role: 'service_office', organisation: office.uscc }])

  const registrar = clerks[0] ?? 'admin'
  const citizens: Citizen[] = []
  for (let i = 0; i < size.citizens; i++) {
    const name = i === 0 ? '陈秀珍' : nameOf(dice)
    const identifier = i === 0 ? demoLogins.citizen.login : { kind: '111', value: residentNumber(dice, i) }
    const body = { kind: 'natural', name, identifier, phone: phoneOf(i) }
    const { personId } = await call<{ personId: string }>('POST /persons', { token: registrar, body })
    const account = await transaction(database, (tx) => findAccountOf(tx, personId, 'citizen'))
    const who = `citizen-${i}`
    if (account === undefined) throw new Error('a citizen without account')
    await learn(who, account.id, null)
    citizens.push({ who, personId, name, identifier })
  }
  const enterprises: Enterprise[] = []
  for (let i = 0; i < size.enterprises; i++) {
    const name = enterpriseName(dice, cityName)
    const by = dice.pick(citizens)
    const body = { kind: 'legal', name, identifier: { kind: 'USCC', value: creditCode('91', i) } }
    const { personId } = await call<{ personId: string }>('POST /persons', { token: registrar, body })
    const paper = sampleOf(`法定代表人身份证明：${name}`)
    const file = { name: '法定代表人身份证明.pdf', uploadedBy: accountOf(registrar), caseId: null }
    const { fileId } = await transaction(database, (tx) => keepFile(tx, blobs, paper, file, morning))
    const term = { scope: '*', fromOn: morning.today, untilOn: null }
    await call('POST /delegations', {
      token: registrar,
      body: { basis: 'representative', principal: personId, agent: by.identifier, ...term, proofFileId: fileId },
    })
    enterprises.push({ personId, name, by })
  }
  return { call, accountOf, clerks, desks, citizens, enterprises }
}

/** A moment of a day in China. @param minutes since midnight */
export function moment(day: string, minutes: number): Now {
  const at = Date.parse(`${day}T00:00:00+08:00`) + Math.round(minutes * 60_000)
  return nowAt(new Date(at))
}
