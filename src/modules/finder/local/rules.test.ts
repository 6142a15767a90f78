import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Choice, faultsOf, fitWeight, type Hits, type Sitting } from './rules.ts'
import { digestOf, shownText, Vectors } from './vectors.ts'

const hits = (hit1: number | null, hit3: number | null): Hits => ({ hit1, hit3 })
const same = { without: hits(0.8, 0.9), with: hits(0.8, 0.9) }
const good: Sitting = {
  papers: { tuning: same, frozen: { without: hits(0.8, 0.9), with: hits(0.81, 0.9) }, alias: same },
  refusals: { chat: 0.95, near: 0.8, refused: 0.05 },
  times: { without: { p50Ms: 3, p95Ms: 9 }, with: { p50Ms: 30, p95Ms: 300 } },
  answered: 1,
}
const papers = (change: Partial<Sitting['papers']>) => ({ papers: { ...good.papers, ...change } })

test.each<{ name: string; change: Partial<Sitting>; faults: string[] }>([
  { name: 'one mark of the frozen half better, none lower', change: {}, faults: [] },
  {
    name: 'short phrases better alone',
    change: papers({ frozen: same, alias: { without: hits(0.8, 0.9), with: hits(0.8, 0.91) } }),
    faults: [],
  },
  { name: 'nothing better', change: papers({ frozen: same }), faults: ['冻结题和短语没有一项成绩变好'] },
  {
    name: 'the tuning half better alone: it was fitted there',
    change: papers({ frozen: same, tuning: { without: hits(0.1, 0.1), with: hits(1, 1) } }),
    faults: ['冻结题和短语没有一项成绩变好'],
  },
  {
    name: 'one better, the other lower by a little',
    change: papers({ frozen: { without: hits(0.8, 0.9), with: hits(0.9, 0.8999) } }),
    faults: ['冻结题前三命中从 0.9 变成 0.8999'],
  },
  {
    name: 'no frozen questions',
    change: papers({ frozen: { without: hits(null, null), with: hits(null, null) } }),
    faults: [
      '冻结题首条命中从 （没有题） 变成 （没有题）',
      '冻结题前三命中从 （没有题） 变成 （没有题）',
      '冻结题和短语没有一项成绩变好',
    ],
  },
  {
    name: 'refusing falls below its floors',
    change: { refusals: { chat: 0.9499, near: 0.79, refused: 0.0501 } },
    faults: [
      '闲聊答“没有”的 0.9499，不到 0.95',
      '不归这里办的没有答“有把握”的 0.79，不到 0.8',
      '答得了却答“没有”的 0.0501，超过 0.05',
    ],
  },
  {
    name: 'too slow',
    change: { times: { ...good.times, with: { p50Ms: 30, p95Ms: 300.01 } } },
    faults: ['百分之五的问题要等 300.01 毫秒以上，超过 300'],
  },
])('$name', ({ change, faults }) => expect(faultsOf({ ...good, ...change })).toEqual(faults))

const choice = (own: number, modelled: number, isRight = false): Choice => ({ own, modelled, isRight })

test('a mark that puts the right one first gets weight, one that speaks for wrong ones none', () => {
  const helps = [
    [choice(1, 0), choice(0.9, 0.8, true)],
    [choice(1, 0.1, true), choice(0.8, 0.1)],
  ]
  const harms = [
    [choice(1, 0, true), choice(0.9, 0.8)],
    [choice(1, 0.2, true), choice(0.8, 0.6)],
  ]
  expect(fitWeight(helps)).toBeGreaterThan(0.2)
  expect(fitWeight(harms)).toBe(0)
  expect(fitWeight([])).toBe(0)
  expect(fitWeight([[choice(1, 1)]])).toBe(0) // nothing is meant
})

test('the weight that is fitted never makes the right ones less likely than without the mark', () => {
  const part = fc.double({ min: 0, max: 1, noNaN: true })
  const lesson = fc.array(fc.record({ own: part, modelled: part, isRight: fc.boolean() }), { minLength: 1, maxLength: 5 })
  const likely = (lessons: readonly (readonly Choice[])[], weight: number) =>
    lessons
      .filter((one) => one.some(({ isRight }) => isRight))
      .reduce((sum, one) => {
        const chances = one.map(({ own, modelled, isRight }) => ({ isRight, chance: Math.exp(4 * (own + weight * modelled)) }))
        const of = (some: typeof chances) => some.reduce((all, { chance }) => all + chance, 0)
        return sum + Math.log(of(chances.filter(({ isRight }) => isRight)) / of(chances))
      }, 0)
  fc.assert(
    fc.property(fc.array(lesson, { maxLength: 6 }), (lessons) => {
      const weight = fitWeight(lessons)
      expect(weight).toBeGreaterThanOrEqual(0)
      expect(likely(lessons, weight)).toBeGreaterThanOrEqual(likely(lessons, 0) - 1e-9)
    }),
    { numRuns: 50 },
  )
})

const topic = (name: string) => ({ name, aliases: [], mainName: null, department: '民政局', says: [] })

test('a question is as near to a topic as it is nearer than on the average; where the model was not asked, nothing is said', () => {
  const vectors = new Vectors(2)
  vectors.take([topic('甲'), topic('乙')])
  vectors.take([topic('甲'), topic('乙'), topic('丙'), topic('甲')])
  expect(vectors.missing().map(({ text }) => text)).toEqual(['甲。民政局', '乙。民政局', '丙。民政局'])
  vectors.put(digestOf(shownText(topic('甲'))), Float32Array.of(1, 0))
  vectors.put(digestOf(shownText(topic('乙'))), Float32Array.of(0.6, 0.8))
  vectors.put(digestOf(shownText(topic('丙'))), Float32Array.of(1, 0, 0)) // of another size
  vectors.put('unknown', Float32Array.of(1, 0))
  const near = (isAmong: Uint8Array | null) =>
    [...(vectors.nearness(Float32Array.of(1, 0), isAmong) ?? [])].map((x) => Number(x.toFixed(4)))
  expect(near(null)).toEqual([1, 0, -1, 1]) // mean 2.6 / 3
  expect(near(Uint8Array.of(0, 1, 1, 0))).toEqual([-1, 0, -1, -1])
  expect(vectors.nearness(Float32Array.of(1, 0, 0), null)).toBeNull()
})
