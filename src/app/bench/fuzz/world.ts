import type { BlobStore } from '../../../kernel/files/index.ts'
import type { House } from '../../../kernel/http/index.ts'
import { newId } from '../../../kernel/ids.ts'
import type { Now } from '../../../kernel/now.ts'
import { routesOf } from '../../assemble.ts'
import { callerOf } from '../../caller.ts'
import { offices, type Town, townItems } from '../../town.ts'

/** What a guesser may have in hand: tokens of every role, and values that mean something here. */
export type World = {
  readonly tokens: readonly string[]
  /** Values by the name of the field that takes them; `id` for everything that is an id in a path. */
  readonly known: Readonly<Record<string, readonly string[]>>
}

/** The smallest picture there is. */
export const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

type Made = Record<string, string>

/** Brings cases of a town into every state that a few acts reach, and collects what is known of them. */
export async function makeWorld(house: House, blobs: BlobStore, town: Town, now: Now): Promise<World> {
  const call = callerOf(house, routesOf(blobs), () => now)
  const upload = async () =>
    (await call<Made>('POST /files', { token: town.citizen.token, upload: { name: '材料.png', content: png } })).fileId ?? ''
  const apply = async (itemCode: string, codes: readonly string[]) => {
    const materials: { code: string; fileId: string }[] = []
    for (const code of codes) materials.push({ code, fileId: await upload() })
    const form = { contactName: '张三', contactPhone: '13800000000', request: '跨省运输一台变压器' }
    return call<Made>('POST /cases', { token: town.citizen.token, body: { itemCode, form, materials } })
  }
  const on = (route: string, token: string, id: string | undefined, body: object = {}) =>
    call<Made>(route, { token, params: { id }, body })

  const all = ['M01', 'M02', 'M03', 'M04', 'M05']
  const cases: Made[] = []
  for (let at = 0; at < 6; at++) cases.push(await apply(townItems.permit, at === 0 ? ['M01'] : all))
  const [, , accepted, reviewed, granted, refused] = cases
  for (const one of [accepted, reviewed, granted, refused]) await on('POST /cases/:id/accept', town.clerk, one?.caseId)
  for (const one of [reviewed, granted, refused])
    await on('POST /cases/:id/review', town.approver, one?.caseId, { conclusion: 'grant', opinion: '材料齐全，建议准予。' })
  await on('POST /cases/:id/grant', town.chief, granted?.caseId, { decision: '准予通行。' })
  await on('POST /cases/:id/refuse', town.chief, refused?.caseId, { reasons: ['车辆轴荷超过限值。'], basis: ['道路运输条例 24'] })

  const victim = await call<Made>('POST /staff/accounts', { token: town.admin, body: { login: 'victim', name: '某人' } })
  const post = await call<Made>('POST /staff/posts', {
    token: town.admin,
    body: { account: victim.account, role: 'approver', organisation: offices.permit, fromOn: now.today, untilOn: null },
  })
  const files = [await upload(), await upload(), await upload()]
  const draft = await call<Made>('POST /drafts', { token: town.citizen.token, body: { itemCode: townItems.permit } })
  const atWindow = await call<Made>('POST /drafts', {
    token: town.clerk,
    body: { itemCode: townItems.permit, applicantId: town.stranger.personId },
  })
  const documents = cases.flatMap((one) => one.documentId ?? [])
  const drafts = [draft.draftId ?? '', atWindow.draftId ?? '']
  const ids = [...cases.map((one) => one.caseId ?? ''), ...drafts, ...files, victim.account ?? '', post.id ?? '', newId(now.at)]
  const { citizen, stranger, ...staff } = town
  return {
    tokens: [citizen.token, stranger.token, ...Object.values(staff)],
    known: {
      id: ids,
      documentId: documents,
      fileId: files,
      applicantId: [citizen.personId, stranger.personId],
      account: [victim.account ?? ''],
      post: [post.id ?? ''],
      itemCode: Object.values(townItems),
      code: [...Object.values(townItems), ...all, ...all, '44', '440000'],
      material: all,
      path: ['form/contactName', 'form/request', 'material/M01', 'situation/none'],
      organisation: Object.values(offices),
      number: cases.map((one) => one.number ?? ''),
      login: ['clerk', 'victim'],
      area: ['44', '440000000000'],
      contactPhone: ['13800000000'],
    },
  }
}
