import type pg from 'pg'
import { transaction } from '../../../kernel/db/index.ts'
import type { House } from '../../../kernel/http/index.ts'
import { newId } from '../../../kernel/ids.ts'
import type { Now } from '../../../kernel/now.ts'
import { setOrganisation } from '../../../modules/region/index.ts'
import type { Caller } from '../../caller.ts'
import { citizen, importLines, itemLines, makeTown, staffAt, townItems } from '../../town.ts'

/** An office with the people of one case: who applies, and who handles it at which step. */
export type Lane = {
  readonly itemCode: string
  readonly organisation: string
  readonly citizen: string
  /** The citizen's account. */
  readonly account: string
  readonly clerk: string
  readonly approver: string
  readonly chief: string
  /** Files uploaded by the citizen and not handed in yet. */
  readonly files: string[]
}

/** One step of a case: the route, who calls it, and with what. */
export type Step = {
  readonly route: string
  readonly by: keyof Pick<Lane, 'citizen' | 'clerk' | 'approver' | 'chief'>
  readonly body: object
}

/** A whole lawful cycle after the application. */
export const steps: readonly Step[] = [
  { route: 'POST /cases/:id/accept', by: 'clerk', body: {} },
  {
    route: 'POST /cases/:id/review',
    by: 'approver',
    body: { conclusion: 'grant', opinion: '材料齐全，车辆参数与申请一致，通行路线可行，建议准予。' },
  },
  { route: 'POST /cases/:id/grant', by: 'chief', body: { decision: '准予二类超限运输车辆跨省行驶公路，按核定路线通行。' } },
  { route: 'POST /cases/:id/issue', by: 'chief', body: { name: '超限运输车辆通行证', number: '粤运2026001' } },
  { route: 'POST /cases/:id/hand-over', by: 'clerk', body: { method: 'direct', receivedBy: '张三' } },
]

/** The materials that the permit asks for. */
export const materialCodes = ['M01', 'M02', 'M03', 'M04', 'M05'] as const

/** The application of a cycle. Takes the files out of the lane's stock. */
export function submission(lane: Lane): object {
  const materials = materialCodes.map((code) => ({ code, fileId: takeFile(lane) }))
  const form = {
    contactName: '张三',
    contactPhone: '13800000000',
    request: '跨省运输一台不可解体的变压器，分三车次，沿核定路线通行。',
  }
  return { itemCode: lane.itemCode, form, materials }
}

/** A file of the lane's stock. @throws Error when there is none left */
export function takeFile(lane: Lane): string {
  const file = lane.files.pop()
  if (file === undefined) throw new Error('the stock of uploads is used up')
  return file
}

/** Makes a town whose permit is handled by so many offices, each with three of staff and a citizen who applies there. */
export async function makeCity(house: House, call: Caller, offices: number, now: Now): Promise<Lane[]> {
  const town = await makeTown(house, call, now)
  const [line = ''] = await itemLines([townItems.permit])
  const all = Array.from({ length: offices }, (_, i) => ({
    uscc: `11440000900000${String(i).padStart(3, '0')}A`,
    code: `BENCH${i}`,
  }))
  await importLines(
    house.database,
    all.map(({ uscc, code }) => JSON.stringify({ ...JSON.parse(line), taskCode: code, uscc, dept: `测量机关${code}` })),
    now,
  )
  const lanes: Lane[] = []
  for (const [i, { uscc, code }] of all.entries()) {
    const settings = { shortName: `测${i}`, reviewAuthority: '广东省人民政府', court: '广州铁路运输中级法院' }
    await transaction(house.database, (tx) => setOrganisation(tx, uscc, settings))
    const seat = (role: string, place?: string) =>
      staffAt(
        call,
        town.admin,
        { login: `${role}-${i}`, role, organisation: uscc, ...(place === undefined ? {} : { place }) },
        now,
      )
    const [clerk, approver, chief, applicant] = await Promise.all([
      seat('window_clerk', 'hall'),
      seat('approver'),
      seat('chief_representative'),
      citizen(call, `申请人${i}`, identityNumber(i), now),
    ])
    const { account } = await call<{ account: string }>('GET /me', { token: applicant.token, now })
    lanes.push({ itemCode: code, organisation: uscc, citizen: applicant.token, account, clerk, approver, chief, files: [] })
  }
  return lanes
}

/** Fills every lane's stock of uploads: rows alone, for one content. */
export async function stockUp(client: pg.ClientBase, lanes: readonly Lane[], files: number, now: Now): Promise<void> {
  const digest = 'f'.repeat(64)
  await client.query('insert into blob (digest, bytes) values ($1, 1000) on conflict do nothing', [digest])
  for (const lane of lanes) {
    const fresh = Array.from({ length: Math.max(0, files - lane.files.length) }, () => newId(now.at))
    if (fresh.length === 0) continue
    await client.query(
      `with made as (insert into file (file_id, digest, media_type, bytes, pages, uploaded_by, at)
         select id, $2, 'application/pdf', 1000, 1, $3, $4 from unnest($1::uuid[]) as id returning file_id)
       insert into file_name (file_id, name) select file_id, '材料.pdf' from made`,
      [fresh, digest, lane.account, now.at],
    )
    lane.files.push(...fresh)
  }
}

/** A synthetic number of a resident that checks and can belong to nobody. */
function identityNumber(i: number): string {
  const digits = `44030019900307${String(i).padStart(3, '0')}`
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  const sum = weights.reduce((total, weight, at) => total + weight * Number(digits[at]), 0)
  return `${digits}${'10X98765432'[sum % 11]}`
}

/** Does one call as somebody. The key says which repetition of it this is. */
export type Do = (route: string, token: string, params: object, body: object, key: string) => Promise<Record<string, unknown>>
