import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { authoredFiles, bringAuthored } from '../src/app/authored.ts'
import { shipped } from '../src/app/lists.ts'
import { importLines, staffAt } from '../src/app/town.ts'
import { transaction } from '../src/kernel/db/index.ts'
import type { Timer } from '../src/modules/casework/index.ts'
import { demandable, type FormField, type ItemDefinition, openVersion } from '../src/modules/catalogue/index.ts'
import { importDivisions } from '../src/modules/region/index.ts'
import { giveAll } from './apply.ts'
import { openHouse, type TestHouse, verified } from './house.ts'

const items = authoredFiles().map(({ name, text }) => ({ name, code: JSON.parse(text).code as string }))
let house: TestHouse
beforeAll(async () => {
  house = await openHouse()
  const divisions = [
    { code: '510000000000', name: '四川省', level: 1, parentCode: null },
    { code: '511600000000', name: '广安市', level: 2, parentCode: '510000000000' },
    { code: '511602000000', name: '广安区', level: 3, parentCode: '511600000000' },
  ]
  await transaction(house.db, (tx) => importDivisions(tx, divisions, 2023))
  const rows = shipped.items.flatMap((path) => readFileSync(path, 'utf8').split('\n'))
  await importLines(
    house.db,
    rows.filter((row) => items.some(({ code }) => row.includes(`"${code}"`))),
    house.now(),
  )
  await bringAuthored(house.db, house.now())
  for (const [i, { code }] of items.entries()) {
    const { organ, remedy } = (await transaction(house.db, (tx) => openVersion(tx, code, house.now().at))).definition
    const settings = { shortName: `机关${i}`, reviewAuthority: remedy?.reviewOrgan ?? null, court: remedy?.court ?? null }
    await house.call('POST /organisations/:uscc', { token: house.town.admin, params: { uscc: organ.uscc ?? '' }, body: settings })
  }
})
afterAll(() => house.close())

type Given = { caseId: string; shortfalls: { material: string; problem: string }[] }

test.each(items)(
  '$name: in every situation exactly what it publishes is missing, and with all of it a clerk accepts it within its limits',
  async ({ code }) => {
    const { definition } = await transaction(house.db, (tx) => openVersion(tx, code, house.now().at))
    const situations = situationsOf(definition)
    for (const answers of situations) {
      const { shortfalls } = await submit(code, answers, definition, [])
      const required = demandable(definition, answers).materials.filter((material) => material.required)
      expect(shortfalls, JSON.stringify(answers)).toEqual(
        required.map((material) => ({ material: material.code, problem: 'missing' })),
      )
    }

    const [answers = {}] = situations
    const asked = demandable(definition, answers)
    const materials = await giveAll(
      house,
      house.town.citizen,
      asked.materials.map((material) => material.code),
    )
    const { caseId, shortfalls } = await submit(code, answers, definition, materials)
    expect(shortfalls).toEqual([])
    const clerk = await clerkOf(definition.organ.uscc ?? '')
    const renewed = definition.renewal === undefined ? {} : { expiresOn: answerTo({ type: 'date' } as FormField) }
    await house.call('POST /cases/:id/accept', { token: clerk, params: { id: caseId }, body: renewed })
    const view = await house.call<{ timers: Timer[] }>('GET /cases/:id', { token: clerk, params: { id: caseId } })
    const limitOf = (codes: readonly string[]) => view.timers.find((timer) => codes.includes(timer.code))?.limit ?? null
    expect([limitOf(['DECIDE', 'LEGAL']), limitOf(['PROMISE'])]).toEqual([asked.legalLimit, asked.promisedLimit])
  },
)

test('the log of all of it is whole', async () => {
  expect(await verified(house)).toEqual([])
})

const clerks = new Map<string, string>()

async function clerkOf(organisation: string): Promise<string> {
  const seat = { login: `clerk-${clerks.size}`, role: 'window_clerk', organisation, place: 'hall' }
  const known = clerks.get(organisation) ?? (await staffAt(house.call, house.town.admin, seat, house.now()))
  clerks.set(organisation, known)
  return known
}

function submit(
  code: string,
  answers: Record<string, string>,
  definition: ItemDefinition,
  materials: readonly object[],
): Promise<Given> {
  const fields = demandable(definition, answers).form.fields.filter(({ required }) => required)
  const form = Object.fromEntries(fields.map((field) => [field.code, answerTo(field)]))
  return house.call<Given>('POST /cases', { token: house.town.citizen.token, body: { itemCode: code, answers, form, materials } })
}

function answerTo({ type, options, maxLength }: FormField): string {
  const answers = {
    text: '示例'.slice(0, maxLength),
    longText: '示例',
    phone: '13800000000',
    date: '2026-01-05',
    number: '3',
    choice: options?.[0]?.code ?? '',
  }
  return answers[type]
}

/** Every way in which the questions that are asked can be answered. */
function situationsOf(definition: ItemDefinition, answers: Record<string, string> = {}): Record<string, string>[] {
  const open = demandable(definition, answers).situations.find(({ code }) => answers[code] === undefined)
  if (open === undefined) return [answers]
  return open.answers.flatMap(({ code }) => situationsOf(definition, { ...answers, [open.code]: code }))
}
