import { expect, test } from 'vitest'
import { inSlices } from './slices.ts'

test('long work gives way, and comes to its end', async () => {
  let turns = 0
  let isOver = false
  const turn = () => {
    turns += 1
    if (!isOver) setImmediate(turn)
  }
  setImmediate(turn)
  const rest = inSlices()
  for (let step = 0; step < 20; step++) {
    const startMs = performance.now()
    while (performance.now() - startMs < 6);
    await rest()
  }
  isOver = true
  expect(turns).toBeGreaterThanOrEqual(9) // every second step at the latest
})
