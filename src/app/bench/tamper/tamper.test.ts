import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { freshDatabase } from '../../../../test/database.ts'
import { runTamper } from './index.ts'

test('whatever is changed behind the platform is found, and the right case is named and no other', {
  timeout: 240_000,
}, async () => {
  const { ownerUrl, close } = await freshDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'tamper-'))
  try {
    const { done, found, unsealed, missed } = await runTamper({ ownerUrl, folder, count: 300, seed: 20_260_302 })
    expect(missed).toEqual([])
    expect(found + unsealed).toBe(done)
    expect(unsealed).toBeLessThan(done / 20)
  } finally {
    rmSync(folder, { recursive: true, force: true })
    await close()
  }
})
