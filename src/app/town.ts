import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { generateSync } from 'otplib'
import { system } from '../kernel/actor.ts'
import { type Database, transaction } from '../kernel/db/index.ts'
import type { House } from '../kernel/http/index.ts'
import type { Now } from '../kernel/now.ts'
import { importItems } from '../modules/catalogue/index.ts'
import { importNational } from '../modules/clock/index.ts'
import { importDivisions } from '../modules/region/index.ts'
import { createFirstAdministrator } from '../modules/staff/index.ts'
import type { Caller } from './caller.ts'

/** The two real items that a town handles. */
export const townItems = {
  /** 超限运输车辆跨省行驶公路审批（二类）, a permit: 20 working days by law, 5 promised, five materials. */
  permit: '11440000006939844R244011501000105',
  /** 办理自学考试学历证明, a public service: its own limit, no licensing law. */
  service: '11440000006940116U2442102111000',
} as const

/** Everybody of a town who can call, by token. */
export type Town = {
  readonly admin: string
  /** Staff of the office that handles the permit. */
  readonly clerk: string
  readonly approver: string
  readonly chief: string
  readonly leader: string
  /** Staff of the office that handles the service. */
  readonly serviceClerk: string
  readonly serviceApprover: string
  readonly serviceChief: string
  readonly supervisor: string
  readonly citizen: { readonly token: string; readonly personId: string }
  readonly stranger: { readonly token: string; readonly personId: string }
}

/**
 * Makes a town out of nothing, through the use cases alone: two real items, their offices, staff at posts, two citizens. For tests,
 * benchmarks and trying things out; everything about people in it is made up.
 */
export async function makeTown(house: House, call: Caller, now: Now): Promise<Town> {
  const { database } = house
  await transaction(database, (tx) =>
    importDivisions(tx, [{ code: '440000000000', name: '广东省', level: 1, parentCode: null }], 2023),
  )
  await transaction(database, (tx) => importNational(tx, system, now))
  await importTownItems(database, now)
  const admin = await firstAdministrator(house, call, now)
  const set = (path: string, params: object, body: object) => call(`POST ${path}`, { token: admin, params, body, now })
  const organs = { shortName: '粤交', reviewAuthority: '广东省人民政府', court: '广州铁路运输中级法院' }
  await set('/organisations/:uscc', { uscc: offices.permit }, organs)
  await set('/organisations/:uscc', { uscc: offices.service }, { shortName: '粤教', reviewAuthority: null, court: null })
  await set('/places/:code', { code: 'hall' }, { name: '政务服务中心', divisionCode: '440000000000', address: null, hours: [] })
  const staff = (login: string, role: string, organisation: string, place?: string) =>
    staffAt(call, admin, { login, role, organisation, ...(place === undefined ? {} : { place }) }, now)
  return {
    admin,
    clerk: await staff('clerk', 'window_clerk', offices.permit, 'hall'),
    approver: await staff('approver', 'approver', offices.permit),
    chief: await staff('chief', 'chief_representative', offices.permit),
    leader: await staff('leader', 'unit_leader', offices.permit),
    serviceClerk: await staff('service-clerk', 'window_clerk', offices.service, 'hall'),
    serviceApprover: await staff('service-approver', 'approver', offices.service),
    serviceChief: await staff('service-chief', 'chief_representative', offices.service),
    supervisor: await staff('supervisor', 'supervision_organ', offices.permit),
    citizen: await citizen(call, '张三', '110100199003070007', now),
    stranger: await citizen(call, '李四', '440300200012310001', now),
  }
}

/** Organisations of the two items, by 统一社会信用代码. */
export const offices = { permit: '11440000006939844R', service: '11440000006940116U' } as const

const password = 'Spring-2026-river'

type Made = { account: string; oneTimeCode: string }

/** A citizen who registers online; the number is synthetic and can belong to nobody. */
export async function citizen(
  call: Caller,
  name: string,
  number: string,
  now: Now,
): Promise<{ token: string; personId: string }> {
  const identifier = { kind: '111', value: number }
  const { personId } = await call<{ personId: string }>('POST /persons', {
    body: { kind: 'natural', name, identifier, password },
    now,
  })
  const { token } = await call<{ token: string }>('POST /sessions', { body: { login: identifier, password }, now })
  return { token, personId }
}

/** A member of staff with a post, signed in. @returns the token */
export async function staffAt(
  call: Caller,
  admin: string,
  seat: { login: string; role: string; organisation: string; place?: string },
  now: Now,
): Promise<string> {
  const { login, ...post } = seat
  const { account, oneTimeCode } = await call<Made>('POST /staff/accounts', { token: admin, body: { login, name: login }, now })
  await call('POST /staff/posts', { token: admin, body: { account, ...post, fromOn: now.today, untilOn: null }, now })
  return enrolled(call, login, oneTimeCode, now)
}

async function firstAdministrator(house: House, call: Caller, now: Now): Promise<string> {
  const { oneTimeCode } = await transaction(house.database, (tx) =>
    createFirstAdministrator(tx, { login: 'admin', name: '管理员' }, now),
  )
  return enrolled(call, 'admin', oneTimeCode, now)
}

async function enrolled(call: Caller, login: string, code: string, now: Now): Promise<string> {
  const name = { kind: 'staff', value: login }
  const reply = await call<{ secondFactor: { secret: string } }>('POST /accounts/enrol', {
    body: { login: name, code, password },
    now,
  })
  const knock = await call<{ token: string }>('POST /sessions', { body: { login: name, password }, now })
  const oneTime = generateSync({ secret: reply.secondFactor.secret, epoch: Math.floor(now.at.getTime() / 1000) })
  const { token } = await call<{ token: string }>('POST /sessions/second-factor', {
    body: { token: knock.token, code: oneTime },
    now,
  })
  return token
}

async function importTownItems(database: Database, now: Now): Promise<void> {
  await importLines(database, await itemLines(Object.values(townItems)), now)
}

/** Lines of the shipped list with these codes. */
export async function itemLines(codes: readonly string[]): Promise<string[]> {
  const path = fileURLToPath(new URL('../../data/items/guangdong_province_items.ndjson', import.meta.url))
  const lines: string[] = []
  for await (const line of createInterface({ input: createReadStream(path) })) {
    if (codes.some((code) => line.includes(`"taskCode": "${code}"`))) lines.push(line)
  }
  return lines
}

/** Imports lines of a list. */
export async function importLines(database: Database, lines: readonly string[], now: Now): Promise<void> {
  const complain = () => {}
  const options = {
    source: 'guangdong_province_items.ndjson',
    approval: '公开清单',
    by: system,
    now,
    onRefused: complain,
    onWarned: complain,
  }
  await importItems(database, bytesOf(lines), options)
}

async function* bytesOf(lines: readonly string[]): AsyncIterable<Uint8Array> {
  for (const line of lines) yield Buffer.from(`${line}\n`)
}
