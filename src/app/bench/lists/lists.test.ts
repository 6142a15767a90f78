import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { freshDatabase } from '../../../../test/database.ts'
import type { Figure } from '../figure.ts'
import { runLists } from './index.ts'

test('among ten thousand cases no list reads a large table from end to end, and what one did stands on one’s list at once', {
  timeout: 240_000,
}, async () => {
  const { ownerUrl, url, close } = await freshDatabase()
  const dataDir = mkdtempSync(join(tmpdir(), 'lists-'))
  const figures: Figure[] = []
  const size = { cases: 10_000, offices: 1, people: 20, daysAgo: [45, 1, 0], asks: 2, acts: 3 }
  try {
    await runLists({ ownerUrl, appUrl: url, dataDir }, size, (figure) => figures.push(figure))
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
    await close()
  }
  const found = (name: string) => figures.find(({ figure }) => figure === name)?.value
  expect([found('sequential scans'), found('own list at once')]).toEqual([0, size.acts])
  expect(found('verified')).toBeGreaterThan(3)
  for (const list of ['citizen', 'clerk', 'approver', 'leader glance', 'leader received', 'leader late'])
    expect(found(`${list} p95`)).toBeGreaterThan(0)
})
