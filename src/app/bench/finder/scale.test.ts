import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { freshDatabase } from '../../../../test/database.ts'
import type { Figure } from '../figure.ts'
import { runScale } from './scale.ts'

test('among twenty thousand implementations no answer reads listings from end to end, and what is imported or changed is in the next one', {
  timeout: 240_000,
}, async () => {
  const { ownerUrl, url, close } = await freshDatabase()
  const dataDir = mkdtempSync(join(tmpdir(), 'scale-'))
  const figures: Figure[] = []
  const queries = ['娃娃刚满月，想上户口', '开个小饭馆要办啥子证', '身份证掉了', '营业执照注销']
  try {
    await runScale({ ownerUrl, appUrl: url, dataDir }, { rows: 20_000, imported: 1_000, seconds: 3, queries }, (one) =>
      figures.push(one),
    )
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
    await close()
  }
  const found = (name: string) => figures.find(({ figure }) => figure === name)?.value
  expect([found('sequential scans'), found('shown in the next answer')]).toEqual([0, 2])
  expect(found('listed with all')).toBeGreaterThan(20_000)
  expect(found('distinct items with all')).toBe(found('distinct items with the lists that ship'))
  expect(found('p95')).toBeGreaterThan(0)
})
