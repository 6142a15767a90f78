import type pg from 'pg'
import type { House } from '../../../kernel/http/index.ts'
import { newId } from '../../../kernel/ids.ts'
import { type Now, nowAt } from '../../../kernel/now.ts'
import type { Caller } from '../../caller.ts'
import { diceOf } from '../../demo/dice.ts'
import { phoneOf, residentNumber } from '../../demo/people.ts'
import { type Lane, makeCity, materialCodes, steps, stockUp, submission } from '../case/city.ts'
import type { Template } from './fill.ts'

/** How far a case went, how many of a hundred stand there, and whether only lately received ones can. */
const fates = [
  { name: 'submitted', acts: 0, weight: 4, isRecent: true },
  { name: 'accepted', acts: 1, weight: 5, isRecent: false },
  { name: 'reviewed', acts: 2, weight: 3, isRecent: false },
  { name: 'granted', acts: 3, weight: 2, isRecent: false },
  { name: 'issued', acts: 4, weight: 6, isRecent: false },
  { name: 'delivered', acts: 5, weight: 80, isRecent: false },
] as const

const recentDays = 4

/** Where the measurement takes place: its offices, whoever applies there, and the cases that all others are made of. */
export type City = {
  readonly lanes: readonly Lane[]
  readonly applicants: readonly string[]
  readonly templates: readonly Template[]
}

/**
 * Makes offices and, by their acts, a case for each of these days and each stage it can be left at.
 *
 * @param daysAgo days of receipt, counted back from now
 * @param people  how many persons there are beside those who sign in
 */
export async function originals(
  house: House,
  call: Caller,
  owner: pg.ClientBase,
  size: { readonly offices: number; readonly people: number; readonly daysAgo: readonly number[] },
  now: Now,
): Promise<City> {
  const first = before(now, Math.max(...size.daysAgo) + 1)
  const lanes = await makeCity(house, call, size.offices, first)
  await owner.query(`update session set last_seen_at = '2099-01-01', until_at = '2100-01-01'`) // time jumps
  await reachAll(owner, first)
  await stockUp(owner, lanes, size.daysAgo.length * fates.length * materialCodes.length + 2_000, first)
  const templates: Template[] = []
  for (const lane of lanes) {
    for (const days of size.daysAgo) {
      const at = before(now, days)
      for (const { acts, weight, isRecent } of fates) {
        if (isRecent && days > recentDays) continue
        const { caseId } = await call<{ caseId: string }>('POST /cases', { token: lane.citizen, body: submission(lane), now: at })
        for (const { route, by, body } of steps.slice(0, acts))
          await call(route, { token: lane[by], params: { id: caseId }, body, now: at })
        templates.push({ caseId, weight })
      }
    }
  }
  const { rows } = await owner.query<{ id: string }>('select distinct applicant_id as id from case_state')
  const applicants = [...(await people(call, lanes, size.people, first)), ...rows.map(({ id }) => id)]
  return { lanes, applicants, templates }
}

/** Persons in the book. */
async function people(call: Caller, lanes: readonly Lane[], count: number, now: Now): Promise<string[]> {
  const token = lanes[0]?.clerk ?? null
  const dice = diceOf('lists')
  const ids: string[] = []
  for (let i = 0; i < count; i++) {
    const body = {
      kind: 'natural',
      name: `申请人${i}`,
      identifier: { kind: '111', value: residentNumber(dice, i) },
      phone: phoneOf(i),
    }
    ids.push((await call<{ personId: string }>('POST /persons', { token, body, now })).personId)
  }
  return ids
}

/** The chief of the last office also sees all others, as the service office does. */
async function reachAll(owner: pg.ClientBase, now: Now): Promise<void> {
  await owner.query(
    `insert into post (id, account_id, role, organisation, from_on)
     select $1, account_id, 'service_office', organisation, from_on from post where role = 'chief_representative' order by id desc limit 1`,
    [newId(now.at)],
  )
}

function before(now: Now, days: number): Now {
  return nowAt(new Date(now.at.getTime() - days * 86_400_000))
}
