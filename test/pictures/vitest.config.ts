import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** `npm run pictures`: every screen, 375 and 1440 wide and printed, into pictures/, to be looked at. */
export default defineConfig({
  root,
  test: {
    include: ['test/pictures/*.pictures.ts'],
    globalSetup: ['test/cluster.ts', 'test/web.ts'],
    pool: 'forks',
    maxWorkers: 1,
    testTimeout: 600_000,
    hookTimeout: 120_000,
  },
})
