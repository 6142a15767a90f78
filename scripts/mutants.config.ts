import { defineConfig } from 'vitest/config'

/** Mutation tests of rules: one file, no database. */
export default defineConfig({ test: { include: ['scripts/mutants.test.ts'], testTimeout: 60_000 } })
