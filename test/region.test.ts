import { afterAll, beforeAll, expect, test } from 'vitest'
import { offices } from '../src/app/town.ts'
import { transaction } from '../src/kernel/db/index.ts'
import { nameId } from '../src/kernel/ids.ts'
import { eventsOf } from '../src/kernel/log/index.ts'
import { importDivisions, regionStream } from '../src/modules/region/index.ts'
import { openHouse, refused, type TestHouse } from './house.ts'

let house: TestHouse
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.close())

const settings = { shortName: '粤交', reviewAuthority: '交通运输部', court: null }
const set = (token: string, uscc: string, body: object = settings) =>
  house.call('POST /organisations/:uscc', { token, params: { uscc }, body })

test('what letters name is set by an administrator and stands on record', async () => {
  const { admin } = house.town
  await set(admin, offices.permit)
  expect(await house.call('GET /organisations/:uscc', { params: { uscc: offices.permit } })).toMatchObject(settings)
  const events = await transaction(house.db, (tx) => eventsOf(tx, regionStream, nameId(`organisation ${offices.permit}`)))
  expect(events.at(-1)).toMatchObject({ kind: 'organisationSet', body: settings, authority: expect.stringMatching(/^post:/) })
})

test('nobody else sets it, and what does not exist is said so', async () => {
  const { admin, clerk } = house.town
  expect(await refused(set(clerk, offices.permit))).toMatchObject({ code: 'http.not_permitted' })
  expect(await refused(set(admin, '11440000TEXT0000XX'))).toMatchObject({ code: 'region.unknown_organisation' })
  expect(await refused(set(admin, offices.permit, { ...settings, shortName: '' }))).toMatchObject({ code: 'http.bad_shape' })
})

test('places and their windows are set up by a manager of all', async () => {
  const { admin } = house.town
  const hours = [{ days: [1, 2, 3, 4, 5], opens: '09:00', closes: '17:00', fromDay: null, toDay: null }]
  const place = { name: '广东省政务服务中心', divisionCode: '440000000000', address: '广州市', hours }
  const at = (path: string, params: object, body: object) => house.call(`POST ${path}`, { token: admin, params, body })
  await at('/places/:code', { code: 'gd-1' }, place)
  await at('/places/:code/windows/:window', { code: 'gd-1', window: 'A01' }, { name: '综合窗口' })
  expect(await refused(at('/places/:code', { code: 'x' }, { ...place, divisionCode: '990000000000' }))).toMatchObject({
    code: 'region.unknown_division',
  })
  expect(await refused(at('/places/:code/windows/:window', { code: 'none', window: 'A01' }, { name: '综合窗口' }))).toMatchObject(
    {
      code: 'region.unknown_place',
    },
  )
})

test('anybody sees the places that serve them: their own division first, then those above, then those below', async () => {
  const { admin } = house.town
  const rows = [
    { code: '440100000000', name: '广州市', level: 2, parentCode: '440000000000' },
    { code: '440106000000', name: '天河区', level: 3, parentCode: '440100000000' },
    { code: '510000000000', name: '四川省', level: 1, parentCode: null },
  ]
  await transaction(house.db, (tx) => importDivisions(tx, rows, 2024))
  const hours = [{ days: [1, 2, 3, 4, 5], opens: '09:00', closes: '17:00', fromDay: null, toDay: null }]
  const places = { province: '440000000000', city: '440100000000', district: '440106000000', foreign: '510000000000' }
  for (const [code, divisionCode] of Object.entries(places)) {
    const body = { name: code, divisionCode, address: null, hours }
    await house.call('POST /places/:code', { token: admin, params: { code }, body })
  }
  const seen = async (query: object) => {
    const found = await house.call<{ places: { name: string }[] }>('GET /places', { query })
    return found.places.map(({ name }) => name).filter((name) => name in places)
  }
  expect(await seen({ area: '440106', limit: 100 })).toEqual(['district', 'city', 'province'])
  expect(await seen({ area: '4401', limit: 100 })).toEqual(['city', 'province', 'district'])
  expect(await seen({ area: '44', limit: 100 })).toEqual(['province', 'city', 'district'])
  expect(await seen({ limit: 100 })).toEqual(['province', 'city', 'district', 'foreign'])
})
