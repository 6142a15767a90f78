import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { checkOrder } from '../../scripts/gates/order.mjs'

const sound: Record<string, string> = {
  'src/kernel/now.ts': 'export type Day = string',
  'src/kernel/db/index.ts': "export { open } from './open.ts'\nexport type Tx = { id: number }",
  'src/kernel/db/open.ts': 'export const open = 1',
  'src/modules/region/index.ts': "export { find, type Place } from './store.ts'",
  'src/modules/region/store.ts':
    "import { open } from '../../kernel/db/index.ts'\nexport type Place = string\nexport const find = open",
  'src/modules/region/contract.ts': "import type { Day } from '../../kernel/now.ts'\nexport type On = Day",
  'src/modules/staff/index.ts': "export { posts } from './service.ts'",
  'src/modules/staff/contract.ts': "import type { On } from '../region/contract.ts'\nexport type Since = On",
  'src/modules/staff/rules.ts': "import type { Tx } from '../../kernel/db/index.ts'\nexport type Held = Tx",
  'src/modules/staff/service.ts': "import { find } from '../region/index.ts'\nexport const posts = find",
  'src/app/server.ts': "import { posts } from '../modules/staff/index.ts'\nexport const server = posts",
}

test('a sound tree passes, and what was looked at is counted', async () => {
  expect(await check({})).toEqual({ files: 11, imports: 9, faults: [] })
})

test('an empty tree fails: nothing was checked', async () => {
  const { faults } = await check(Object.fromEntries(Object.keys(sound).map((path) => [path, null])))
  expect(faults).toEqual(['nothing was checked: 0 files found'])
})

test.each([
  {
    name: 'an import against the order, though it is only a type',
    plant: { 'src/modules/region/rules.ts': "import type { posts } from '../staff/index.ts'\nexport type P = typeof posts" },
    fault: 'order: region: src/modules/region/rules.ts → src/modules/staff/index.ts',
  },
  {
    name: 'an import past a door',
    plant: { 'src/modules/staff/service.ts': "export { find as posts } from '../region/store.ts'" },
    fault: 'modules through their doors: src/modules/staff/service.ts → src/modules/region/store.ts',
  },
  {
    name: 'a contract that pulls a server in',
    plant: { 'src/modules/staff/contract.ts': "export type { Place } from '../region/index.ts'" },
    fault: 'contracts from contracts: src/modules/staff/contract.ts → src/modules/region/index.ts',
  },
  {
    name: 'a kernel that knows the field',
    plant: { 'src/kernel/now.ts': "export type { Place } from '../modules/region/index.ts'" },
    fault: 'kernel knows no field: src/kernel/now.ts → src/modules/region/index.ts',
  },
  {
    name: 'an import past the door of a kernel room',
    plant: {
      'src/modules/region/store.ts': "export { open as find } from '../../kernel/db/open.ts'\nexport type Place = string",
    },
    fault: 'kernel rooms through their doors: src/modules/region/store.ts → src/kernel/db/open.ts',
  },
  {
    name: 'rules that reach for rows',
    plant: { 'src/modules/region/rules.ts': "export { find } from './store.ts'" },
    fault: 'rules are pure: src/modules/region/rules.ts → src/modules/region/store.ts',
  },
  {
    name: 'routes that skip the service',
    plant: { 'src/modules/region/routes.ts': "export { find } from './store.ts'" },
    fault: 'routes ask the service: src/modules/region/routes.ts → src/modules/region/store.ts',
  },
  {
    name: 'a screen that loads more than a contract',
    plant: { 'src/web/portal/Page.ts': "export { find } from '../../modules/region/index.ts'" },
    fault: 'web knows contracts only: src/web/portal/Page.ts → src/modules/region/index.ts',
  },
  {
    name: 'a page of one surface in another',
    plant: { 'src/web/desk/a.ts': 'export const a = 1', 'src/web/portal/Page.ts': "export { a } from '../desk/a.ts'" },
    fault: 'surfaces among themselves: src/web/portal/Page.ts → src/web/desk/a.ts',
  },
  {
    name: 'the application inside the web',
    plant: { 'src/web/portal/page.ts': 'export const a = 1', 'src/app/web.ts': "export { a } from '../web/portal/page.ts'" },
    fault: 'app knows of the web its pages and what they call: src/app/web.ts → src/web/portal/page.ts',
  },
  {
    name: 'a cycle of types',
    plant: {
      'src/kernel/now.ts': "import type { Id } from './ids.ts'\nexport type Day = Id",
      'src/kernel/ids.ts': "import type { Day } from './now.ts'\nexport type Id = Day",
    },
    fault: 'no cycles: src/kernel/ids.ts → src/kernel/now.ts',
  },
  {
    name: 'an import that leads nowhere',
    plant: { 'src/kernel/now.ts': "export * from './gone.ts'" },
    fault: 'every import leads somewhere: src/kernel/now.ts → ./gone.ts',
  },
  {
    name: 'a module without a place in the order',
    plant: { 'src/modules/gadgets/index.ts': 'export const gadget = 1' },
    fault: 'src/modules/gadgets has no place in the order',
  },
])('the gate finds $name', async ({ plant, fault }) => {
  expect((await check(plant)).faults).toContain(fault)
})

/** Checks the sound tree with other files planted in it; null takes one out. */
async function check(plant: Record<string, string | null | undefined>) {
  const root = mkdtempSync(join(tmpdir(), 'yichuang-order-'))
  try {
    mkdirSync(join(root, 'src'))
    for (const [path, text] of Object.entries({ ...sound, ...plant })) {
      if (text === null || text === undefined) continue
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), text)
    }
    return await checkOrder(root)
  } finally {
    rmSync(root, { recursive: true })
  }
}
