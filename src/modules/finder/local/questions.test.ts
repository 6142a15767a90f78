import { expect, test } from 'vitest'
import { Questions } from './questions.ts'
import { ModelFailure, type ModelServer } from './server.ts'

/** A model whose answers are given by hand, and a clock. */
function bench() {
  const state = { nowMs: 0, asked: 0, isUp: true, pending: null as Promise<void> | null }
  const server: ModelServer = {
    name: 'm',
    embed: async (texts) => {
      state.asked += 1
      await state.pending
      if (!state.isUp) throw new ModelFailure('slow')
      return texts.map(() => Float32Array.of(1))
    },
  }
  return { state, questions: new Questions(server, 300, () => state.nowMs) }
}

test('the same question is asked once; one that failed is asked again', async () => {
  const { state, questions } = bench()
  state.isUp = false
  expect(await questions.directionOf('a')).toBeNull()
  state.isUp = true
  expect(await questions.directionOf('a')).toEqual(Float32Array.of(1))
  expect(await questions.directionOf('a')).toEqual(Float32Array.of(1))
  expect(state.asked).toBe(2)
})

test('after five failures in a row it is left alone for half a minute, then one question tries', async () => {
  const { state, questions } = bench()
  const ask = (...names: string[]) => Promise.all(names.map((name) => questions.directionOf(name)))
  expect(await ask('before')).not.toEqual([null])
  state.isUp = false
  for (const name of ['1', '2', '3', '4', '5']) await ask(name)
  expect(state.asked).toBe(6)
  state.isUp = true
  state.nowMs = 29_999
  expect(await ask('6', 'before')).toEqual([null, Float32Array.of(1)]) // what it said before is remembered
  expect(state.asked).toBe(6)
  state.nowMs = 30_000
  state.isUp = false
  expect(await ask('7', '8')).toEqual([null, null])
  expect(state.asked).toBe(7)
  state.isUp = true
  state.nowMs = 60_000
  expect(await ask('9')).toEqual([Float32Array.of(1)])
  expect(await ask('10', '11')).toEqual([Float32Array.of(1), Float32Array.of(1)])
})

test('four failures and a good answer are no row of failures', async () => {
  const { state, questions } = bench()
  for (let round = 0; round < 3; round++) {
    for (let no = 0; no < 5; no++) {
      state.isUp = no === 4
      await questions.directionOf(`${round} ${no}`)
    }
  }
  expect(state.asked).toBe(15)
})

test('eight are asked at once; whoever comes beyond does not wait', async () => {
  const { state, questions } = bench()
  let go = () => {}
  state.pending = new Promise((resolve) => {
    go = resolve
  })
  const first = Array.from({ length: 8 }, (_, no) => questions.directionOf(`q${no}`))
  expect(await questions.directionOf('q8')).toBeNull()
  go()
  expect(await Promise.all(first)).not.toContain(null)
  expect(await questions.directionOf('q8')).not.toBeNull()
})

test('five hundred questions are remembered, those asked last', async () => {
  const { state, questions } = bench()
  for (let no = 0; no <= 500; no++) {
    await questions.directionOf(`q${no}`)
    await questions.directionOf('q0')
  }
  expect(state.asked).toBe(501)
  await questions.directionOf('q1')
  expect(state.asked).toBe(502)
})
