import { readFileSync } from 'node:fs'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { routesOf } from '../src/app/assemble.ts'
import { openWeb } from '../src/app/web/index.ts'
import { transaction } from '../src/kernel/db/index.ts'
import { buildServer } from '../src/kernel/http/index.ts'
import { openModel, switchModelOn } from '../src/modules/finder/index.ts'
import { shippedDigest } from '../src/modules/finder/knowledge.ts'
import { openHouse, type TestHouse } from './house.ts'

let house: TestHouse
let server: FastifyInstance
beforeAll(async () => {
  house = await openHouse()
  const serving = {
    house: house.house,
    routes: routesOf(house.blobs),
    now: house.now,
    report: { served: () => {}, failed: ({ error }: { error: unknown }) => console.error(error) },
  }
  server = await buildServer({ ...serving, ...openWeb({ ...serving, isDemonstration: false }), isHealthy: async () => true })
})
afterAll(async () => {
  await server.close()
  await house.close()
})

const own = { 'sec-fetch-site': 'same-origin' }
const signIn = 'kind=111&login=110100199003070007&password=Spring-2026-river&key=one-key-for-one-form'
const urlencoded = { 'content-type': 'application/x-www-form-urlencoded' }
const cookie = () => ({ cookie: `yichuang=${house.town.citizen.token}` })

describe('a session of a browser', () => {
  test('opens by a form of our own page, and by no other', async () => {
    const reply = await server.inject({
      method: 'POST',
      url: '/sign-in?next=/me',
      headers: { ...urlencoded, ...own },
      payload: signIn,
    })
    expect([reply.statusCode, reply.headers.location]).toEqual([303, '/me'])
    expect(reply.headers['set-cookie']).toMatch(/^yichuang=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax$/)
    for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://elsewhere.example' }, {}]) {
      const foreign = await server.inject({
        method: 'POST',
        url: '/sign-in',
        headers: { ...urlencoded, ...headers },
        payload: signIn,
      })
      expect(foreign.headers['set-cookie']).toBeUndefined()
    }
  })

  test('reads pages and routes, but acts only when our own page asks', async () => {
    expect((await server.inject({ url: '/me', headers: cookie() })).statusCode).toBe(200)
    expect((await server.inject({ url: '/api/me', headers: { ...cookie(), ...own } })).statusCode).toBe(200)
    expect((await server.inject({ url: '/api/me', headers: { ...cookie(), 'sec-fetch-site': 'cross-site' } })).statusCode).toBe(
      401,
    )
    const act = { method: 'POST' as const, url: '/api/me/password', payload: { current: 'x', next: 'y' } }
    const foreign = await server.inject({ ...act, headers: { ...cookie(), origin: 'https://elsewhere.example' } })
    expect(foreign.json().refusal.code).toBe('http.not_signed_in')
    expect((await server.inject({ ...act, headers: cookie() })).json().refusal.code).toBe('http.not_signed_in')
    expect((await server.inject({ ...act, headers: { ...cookie(), ...own } })).json().refusal.code).not.toBe('http.not_signed_in')
  })

  test('leads to no other site after signing in', async () => {
    for (const next of ['//elsewhere.example', 'https://elsewhere.example', '/\\elsewhere.example']) {
      const url = `/sign-in?next=${encodeURIComponent(next)}`
      const reply = await server.inject({ method: 'POST', url, headers: { ...urlencoded, ...own }, payload: signIn })
      expect(reply.headers.location).toBe('/')
    }
  })
})

describe('pages', () => {
  test('allow no script and no style that we do not serve', async () => {
    for (const url of ['/', '/nowhere']) {
      const policy = String((await server.inject({ url })).headers['content-security-policy'])
      expect(policy).toContain("script-src 'self'")
      expect(policy).not.toContain('unsafe')
    }
    expect((await server.inject({ url: '/' })).body).not.toMatch(/<script(?![^>]* src=)|<style| style=| on[a-z]+=/)
  })

  test('answer failures outside the interface as pages with a number, inside it as before', async () => {
    const page = await server.inject({ url: '/nowhere' })
    expect([page.statusCode, page.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8'])
    expect(page.body).toMatch(/lang="zh-CN".*没有找到.*编号/s)
    expect((await server.inject({ url: '/api/nowhere' })).json().refusal.code).toBe('http.not_found')
    const bad = await server.inject({ url: '/items/R%00' })
    expect([bad.statusCode, bad.headers['content-type']]).toEqual([400, 'text/html; charset=utf-8'])
  })

  test('what was typed comes back as text, never as markup', async () => {
    const found = await server.inject({ url: `/items?q=${encodeURIComponent('"><script>alert(1)</script>')}` })
    expect(found.body).not.toContain('<script>alert')
  })

  test('those for who is signed in lead others to the sign-in and back', async () => {
    const reply = await server.inject({ url: '/cases' })
    expect([reply.statusCode, reply.headers.location]).toEqual([303, '/sign-in?next=%2Fcases'])
    expect((await server.inject({ url: '/desk/cases' })).headers.location).toBe('/desk/sign-in?next=%2Fdesk%2Fcases')
  })

  test('come compressed; their files for ever', async () => {
    const page = await server.inject({ url: '/', headers: { 'accept-encoding': 'gzip, br' } })
    expect(page.headers['content-encoding']).toBe('gzip')
    const [, file = ''] = /href="(\/assets\/[^"]+\.css)"/.exec((await server.inject({ url: '/' })).body) ?? []
    const style = await server.inject({ url: file, headers: { 'accept-encoding': 'gzip, br' } })
    expect(style.headers).toMatchObject({
      'content-encoding': 'br',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'text/css; charset=utf-8',
    })
    expect((await server.inject({ url: '/assets/..%2F.built' })).statusCode).toBe(404)
  })
})

describe('the marks of the finder, without script,', () => {
  const read = (name: string) => readFileSync(new URL(`../data/finder/exam/${name}`, import.meta.url), 'utf8')
  const { recordedOn, marks } = JSON.parse(read('marks.json')) as { recordedOn: string; marks: Record<string, number> }
  const day = `${Number(recordedOn.slice(5, 7))}月${Number(recordedOn.slice(8))}日`
  const hits = [marks.hit1, marks.hit3].map((part) => `${(100 * (part ?? 0)).toFixed(1)}%`)
  const lines = (name: string) => read(name).trim().split('\n').length
  const page = async (url: string) => (await server.inject({ url })).body
  const textOf = (html: string) => html.replace(/<[^>]+>/g, '')

  test.each(['超限运输', '今天天气怎么样'])(
    'stand under what “%s” found, with their day and a link to how they are taken',
    async (q) => {
      const [, line = ''] = /<p class="small measure">(.*?)<\/p>/s.exec(await page(`/items?q=${encodeURIComponent(q)}`)) ?? []
      expect(textOf(line)).toMatch(new RegExp(`^${day}.*第一条就对的占 ${hits[0]}，前三条里有的占 ${hits[1]}。怎么考的$`))
      expect(line).toContain('<a href="/finder/method">怎么考的</a>')
    },
  )

  test('stand on the page that tells what was measured: how many questions, which half, what counts as right, how to take them oneself', async () => {
    const html = await page('/finder/method')
    const [, row = ''] = /<tr><th scope="row">这里<\/th>(.*?)<\/tr>/s.exec(html) ?? []
    expect([...row.matchAll(/<td>(.*?)<\/td>/g)].map(([, cell]) => cell)).toEqual(hits)
    const text = textOf(html)
    expect(text).toContain(`${day}`)
    expect(marks.questions).toBe(lines('frozen.ndjson'))
    expect(text).toContain(`${lines('tuning.ndjson') + lines('frozen.ndjson')} 道题`)
    expect(text).toContain(`各 ${lines('frozen.ndjson')} 道`)
    expect(text).toMatch(/前三条里有，算前三条对.*另一半冻结起来，只用来打分.*BM25.*yichuang bench finder/)
  })

  test('whether a local model takes part, and what it changed, stands there in a sentence', async () => {
    expect(textOf(await page('/finder/method'))).toContain('这里没有用本地模型')
    const both = { without: { hit1: 0.8, hit3: 0.9 }, with: { hit1: 0.81, hit3: 0.925 } }
    const times = { p50Ms: 5, p95Ms: 20 }
    const marks = {
      papers: { tuning: both, frozen: both, alias: both },
      refusals: { chat: 1, near: 1, refused: 0 },
      times: { without: times, with: times },
      answered: 1,
    }
    const measured = { model: 'bge-m3', dimensions: 1_024, weight: 0.7, knowledge: shippedDigest(), marks }
    await transaction(house.db, (tx) => switchModelOn(tx, measured, '王管理', house.now()))
    expect(textOf(await page('/finder/method'))).toContain('这里没有用本地模型') // not set in this process
    openModel({ server: { name: 'bge-m3', embed: () => Promise.reject(new Error('not asked')) }, limitMs: 300 })
    const text = textOf(await page('/finder/method'))
    openModel(null)
    expect(text).toMatch(
      /这里用了装在本中心的模型 bge-m3，3月2日.*没有它，第一条就对 80.0%，前三条里有 90.0%；有了它，81.0% 和 92.5%。/,
    )
  })
})
