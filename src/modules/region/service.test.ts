import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { freshDatabase } from '../../../test/database.ts'
import { transaction } from '../../kernel/db/index.ts'
import { isRefusal } from '../../kernel/refusal.ts'
import {
  chainOf,
  childrenOf,
  type DivisionRow,
  definePlace,
  defineWindow,
  divisionsFrom,
  findOrganisationByUscc,
  findPlace,
  importDivisions,
  importOrganisations,
  organisationsFrom,
  setOrganisation,
  UnknownDivision,
  windowsOf,
} from './index.ts'

const read = (file: string) => readFileSync(new URL(`../../../data/${file}`, import.meta.url), 'utf8')

const sichuan: DivisionRow[] = [
  { code: '511602000000', name: '广安区', level: 3, parentCode: '511600000000' }, // before the places above it
  { code: '511600000000', name: '广安市', level: 2, parentCode: '510000000000' },
  { code: '510000000000', name: '四川省', level: 1, parentCode: null },
  { code: '511602001000', name: '浓洄街道', level: 4, parentCode: '511602000000' },
]

async function withSichuan() {
  const database = await freshDatabase({ max: 2 })
  await transaction(database.db, (tx) => importDivisions(tx, sichuan, 2023))
  return database
}

test('the whole list of the country goes in within seconds, and a second time changes nothing', async () => {
  const { db, close } = await freshDatabase({ max: 2 })
  const rows = ['divisions_province_to_street', 'villages'].flatMap((name) => divisionsFrom(read(`divisions/${name}.csv`)))
  const begun = performance.now()
  expect(await transaction(db, (tx) => importDivisions(tx, rows, 2023))).toBe(47_121)
  expect(performance.now() - begun).toBeLessThan(15_000)
  expect(await transaction(db, (tx) => importDivisions(tx, rows, 2023))).toBe(0)
  const organisations = organisationsFrom(read('orgs/departments.csv'))
  expect(await transaction(db, (tx) => importOrganisations(tx, organisations))).toBe(207)
  expect(await transaction(db, (tx) => importOrganisations(tx, organisations))).toBe(0)
  const below = await transaction(db, (tx) => childrenOf(tx, '4419'))
  expect(below).toContainEqual({ code: '441900003000', name: '东城街道', level: 4, parentCode: '441900000000' })
  await close()
})

test('a chain names the place first and its province last', async () => {
  const { db, close } = await withSichuan()
  const chain = await transaction(db, (tx) => chainOf(tx, '511602001000'))
  expect(chain.map(({ name }) => name)).toEqual(['浓洄街道', '广安区', '广安市', '四川省'])
  expect((await transaction(db, (tx) => childrenOf(tx, '511602'))).map(({ name }) => name)).toEqual(['浓洄街道'])
  await close()
})

test('a code that names no division is refused, also when the places above it exist', async () => {
  const { db, close } = await withSichuan()
  const refused = await transaction(db, (tx) => chainOf(tx, '511699')).catch((error: unknown) => error)
  expect(isRefusal(refused, UnknownDivision) && refused.facts).toEqual({ code: '511699' })
  await expect(transaction(db, (tx) => childrenOf(tx, '5117'))).rejects.toThrow('region.unknown_division')
  await close()
})

test('one faulty row keeps the whole list out', async () => {
  const { db, close } = await freshDatabase({ max: 2 })
  const faulty = [...sichuan, { code: '511603', name: '前锋区', level: 3, parentCode: '511600000000' }]
  await expect(transaction(db, (tx) => importDivisions(tx, faulty, 2023))).rejects.toThrow('1 faulty divisions: 511603 前锋区')
  await expect(transaction(db, (tx) => chainOf(tx, '51'))).rejects.toThrow('region.unknown_division')
  await close()
})

test('a newer edition renames a division, an older one does not', async () => {
  const { db, close } = await withSichuan()
  const named = (name: string) => sichuan.map((row) => (row.level === 3 ? { ...row, name } : row))
  const nameNow = async () => (await transaction(db, (tx) => chainOf(tx, '511602')))[0].name
  expect(await transaction(db, (tx) => importDivisions(tx, named('旧名'), 2020))).toBe(0)
  expect(await nameNow()).toBe('广安区')
  expect(await transaction(db, (tx) => importDivisions(tx, named('新名'), 2026))).toBe(4)
  expect(await nameNow()).toBe('新名')
  await close()
})

test('what an organisation set stays when its name is imported anew, and so does its division: cases count by it', async () => {
  const { db, close } = await withSichuan()
  const uscc = '11511301008778255F'
  await transaction(db, async (tx) => {
    expect(await importOrganisations(tx, [{ uscc, name: '区住建局', divisionCode: '511602000000' }])).toBe(1)
    expect(await findOrganisationByUscc(tx, uscc)).toMatchObject({ shortName: null, reviewAuthority: null, court: null })
    await setOrganisation(tx, uscc, {
      shortName: '广区住建',
      reviewAuthority: '广安市广安区人民政府',
      court: '广安市广安区人民法院',
    })
    expect(await importOrganisations(tx, [{ uscc, name: '区住房和城乡建设局', divisionCode: '511600000000' }])).toBe(1)
    expect(await findOrganisationByUscc(tx, uscc)).toEqual({
      uscc,
      name: '区住房和城乡建设局',
      divisionCode: '511602000000',
      shortName: '广区住建',
      reviewAuthority: '广安市广安区人民政府',
      court: '广安市广安区人民法院',
    })
  })
  await close()
})

test('organisations with a malformed or doubled code, or none at all, are not imported or set', async () => {
  const { db, close } = await withSichuan()
  const row = { uscc: '11511301008778255F', name: '区住建局', divisionCode: '511602000000' }
  await expect(transaction(db, (tx) => importOrganisations(tx, [{ ...row, uscc: '123' }]))).rejects.toThrow('not a unified')
  await expect(transaction(db, (tx) => importOrganisations(tx, [row, row]))).rejects.toThrow('stands twice')
  const nothing = { shortName: null, reviewAuthority: null, court: null }
  await expect(transaction(db, (tx) => setOrganisation(tx, row.uscc, nothing))).rejects.toThrow('no organisation')
  await close()
})

test('a place keeps its hours and windows, and takes new ones', async () => {
  const { db, close } = await withSichuan()
  const weekdays = [1, 2, 3, 4, 5]
  const place = {
    code: '511602-1',
    name: '广安区政务服务中心',
    divisionCode: '511602000000',
    address: null,
    hours: [{ days: weekdays, opens: '09:00', closes: '12:00', fromDay: null, toDay: null }],
  }
  await transaction(db, async (tx) => {
    await definePlace(tx, place)
    await definePlace(tx, { ...place, address: '广安区建安北路' })
    expect(await findPlace(tx, '511602-1')).toEqual({ ...place, address: '广安区建安北路' })
    await defineWindow(tx, { placeCode: '511602-1', code: 'A02', name: '综合窗口' })
    await defineWindow(tx, { placeCode: '511602-1', code: 'A02', name: '交通窗口' })
    expect(await windowsOf(tx, '511602-1')).toEqual([{ placeCode: '511602-1', code: 'A02', name: '交通窗口' }])
  })
  const allNight = { ...place, hours: [{ days: weekdays, opens: '09:00', closes: '25:00', fromDay: null, toDay: null }] }
  await expect(transaction(db, (tx) => definePlace(tx, allNight))).rejects.toThrow('service hours of 511602-1')
  await close()
})
