import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { routesOf } from '../src/app/assemble.ts'
import { staffAt } from '../src/app/town.ts'
import { nameOf, perform, type Route } from '../src/kernel/http/index.ts'
import { Refusal } from '../src/kernel/refusal.ts'
import { registeredActs } from '../src/modules/casework/index.ts'
import { powers, roles } from '../src/modules/staff/rules.ts'
import { openHouse, type TestHouse } from './house.ts'

let house: TestHouse
let routes: readonly Route[]
const tokens = new Map<string, string | null>()
beforeAll(async () => {
  house = await openHouse()
  routes = routesOf(house.blobs)
  tokens.set('nobody', null).set('citizen', house.town.citizen.token).set('stranger', house.town.stranger.token)
  for (const { code } of roles.filter((role) => role.isPost)) {
    const organisation = '11440000006939844R'
    tokens.set(code, await staffAt(house.call, house.town.admin, { login: `as-${code}`, role: code, organisation }, house.now()))
  }
}, 180_000)
afterAll(() => house.close())

/** How far a call gets: 'in' when the guard let it pass, whatever comes after. */
async function knock(route: Route, token: string | null): Promise<'in' | 'not_signed_in' | 'not_permitted'> {
  const request = { token, key: null, params: { id: noCase }, query: {}, body: {}, upload: null, address: '127.0.0.1' }
  let isIn = false
  const { prepare: _upload, ...rest } = route
  const asked: Route = {
    ...rest,
    repeatable: true,
    handle: async () => {
      isIn = true
      throw new Refusal(stopped, {})
    },
  }
  try {
    await perform(house.house, asked, request, house.now())
  } catch (error) {
    if (isIn) return 'in'
    if (error instanceof Refusal && error.kind.code === 'http.not_signed_in') return 'not_signed_in'
    if (error instanceof Refusal && error.kind.code === 'http.not_permitted') return 'not_permitted'
    throw error
  }
  throw new Error('not stopped')
}

const noCase = '01900000-0000-7000-8000-000000000000'
const stopped = {
  code: 'test.stopped',
  status: 409,
  facts: {},
  source: null,
  recorded: false,
  keeps: false,
  message: () => '',
} as never

/** What the routes' own table says. */
function expected(route: Route, who: string): 'in' | 'not_signed_in' | 'not_permitted' {
  if (route.who === 'anyone') return 'in'
  if (who === 'nobody') return 'not_signed_in'
  if (route.who === 'signedIn') return 'in'
  const held: readonly string[] = roles.find((role) => role.code === who)?.powers ?? []
  return held.includes(route.who) ? 'in' : 'not_permitted'
}

test('every route as every role: let in or not is what the table says', async () => {
  const wrong: string[] = []
  for (const route of routes) {
    for (const [who, token] of tokens) {
      const found = await knock(route, token)
      if (found !== expected(route, who)) wrong.push(`${nameOf(route)} as ${who}: ${found}`)
    }
  }
  expect(wrong).toEqual([])
  expect(routes.length * tokens.size).toBeGreaterThan(500)
}, 180_000)

describe('the tables agree', () => {
  const named = () => {
    const ofActs = [...registeredActs().values()].map((act) => act.who).filter((who) => !['applicant', 'system'].includes(who))
    const ofRoutes = routes.map((route) => route.who).filter((who) => !['anyone', 'signedIn'].includes(who))
    return { ofActs, ofRoutes }
  }

  test('every power that a route or an act names is one that some role holds', () => {
    const held = new Set<string>(roles.filter((role) => role.isPost).flatMap((role) => role.powers))
    const { ofActs, ofRoutes } = named()
    expect([...ofActs, ...ofRoutes].filter((power) => !held.has(power))).toEqual([])
  })

  test('every power that a role holds is asked for, by a route, an act or a use case', () => {
    const { ofActs, ofRoutes } = named()
    const modules = join(import.meta.dirname, '../src/modules')
    const source = readdirSync(modules, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.includes('.test') && name !== join('staff', 'rules.ts'))
      .map((name) => readFileSync(join(modules, name), 'utf8'))
      .join('')
    const isAsked = (power: string) => ofActs.includes(power) || ofRoutes.includes(power) || source.includes(`'${power}'`)
    expect(powers.filter((power) => !isAsked(power))).toEqual([])
  })

  test('no route stands twice, and none hides another', () => {
    const shapes = routes.map((route) => nameOf(route).replace(/:\w+/g, ':'))
    expect(new Set(shapes).size).toBe(shapes.length)
  })

  test('every route can be reached by HTTP', async () => {
    const { fuzzServer } = await import('../src/app/bench/fuzz/index.ts')
    const server = await fuzzServer(house.house, routes)
    for (const route of routes) {
      const url = `/api${route.path.replace(/:(\w+)/g, () => noCase)}`
      expect([nameOf(route), server.hasRoute({ method: route.method, url: `/api${route.path}` })]).toEqual([nameOf(route), true])
      const reply = await server.inject({ method: route.method, url })
      expect([nameOf(route), reply.json().refusal?.code]).not.toEqual([nameOf(route), 'http.not_found'])
    }
    await server.close()
  })
})

describe('as many offices, as many limits', () => {
  test('a role of its own organisation holds its powers there and nowhere else; one of all holds them everywhere', async () => {
    for (const { code, reach } of roles.filter((role) => role.isPost && role.powers.length > 0)) {
      const { grants } = await house.call<{ grants: { scope: string }[] }>('GET /me', { token: tokens.get(code) ?? '' })
      expect([code, new Set(grants.map((grant) => grant.scope))]).toEqual([
        code,
        new Set([reach === 'all' ? '*' : '11440000006939844R']),
      ])
    }
  })
})
