import { mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { blobsOf, routesOf } from '../src/app/assemble.ts'
import type { Endpoint } from '../src/web/endpoint.ts'

const folder = new URL('../src/web/endpoints/', import.meta.url)
const endpoints: [string, Endpoint][] = []
for (const name of readdirSync(folder)) {
  endpoints.push(...Object.entries((await import(new URL(name, folder).href)) as Record<string, Endpoint>))
}
const routes = routesOf(blobsOf({ dataDir: mkdtempSync(join(tmpdir(), 'yichuang-endpoints-')) }))

describe('what screens call is what there is', () => {
  test.each(endpoints)('%s', (_name, endpoint) => {
    const route = routes.find(({ method, path }) => method === endpoint.method && path === endpoint.path)
    const { params, query, body, reply, upload } = endpoint
    expect({ params, query, body, reply, upload: upload === true }).toEqual({
      params: route?.params,
      query: route?.query,
      body: route?.body,
      reply: route?.reply,
      upload: route?.upload === true,
    })
  })
})
