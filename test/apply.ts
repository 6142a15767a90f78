import { townItems } from '../src/app/town.ts'
import { newSecret } from '../src/kernel/ids.ts'
import type { Guide } from '../src/modules/catalogue/index.ts'
import type { TestHouse } from './house.ts'

/** Answers to the generic form. */
export const form = { contactName: '张三', contactPhone: '13800000000', request: '跨省运输一台不可解体的变压器' }

/** A picture of one pixel, the smallest material there is. */
export const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

export type Given = {
  caseId: string
  number: string
  shortfalls: { material: string; problem: string }[]
}

type Person = { readonly token: string }

/** Uploads a picture for each of these materials. */
export async function giveAll(
  house: TestHouse,
  person: Person,
  codes: readonly string[],
): Promise<{ code: string; fileId: string }[]> {
  const given: { code: string; fileId: string }[] = []
  for (const code of codes) {
    const { fileId } = await house.call<{ fileId: string }>('POST /files', {
      token: person.token,
      upload: { name: `${code}.png`, content: png },
    })
    given.push({ code, fileId })
  }
  return given
}

/** Applies for an item with all its materials, or with some left out. */
export async function apply(
  house: TestHouse,
  person: Person,
  options: { item?: string; leaveOut?: number } = {},
): Promise<Given> {
  const { item = townItems.permit, leaveOut = 0 } = options
  const guide = await house.call<Guide>('GET /items/:code', { params: { code: item } })
  const codes = guide.definition.materials.map((material) => material.code)
  const materials = await giveAll(house, person, codes.slice(0, codes.length - leaveOut))
  return house.call<Given>('POST /cases', { token: person.token, body: { itemCode: item, form, materials } })
}

/** A name that occurs nowhere else, for looking for what should be gone. */
export function rareName(): string {
  return `名${newSecret(12)}`
}
