/** Marks of a paper, as parts of one; null where nothing counts. */
export type Hits = { readonly hit1: number | null; readonly hit3: number | null }
export type Both = { readonly without: Hits; readonly with: Hits }

export type Times = { readonly p50Ms: number; readonly p95Ms: number }

/** What a sitting of the examination gave, without and with the model's mark, in one run. */
export type Sitting = {
  readonly papers: Readonly<Record<'tuning' | 'frozen' | 'alias', Both>>
  /** Of the frozen half, with the model: small talk answered none; near misses not answered sure; answerable questions answered none. */
  readonly refusals: { readonly chat: number | null; readonly near: number | null; readonly refused: number | null }
  /** Of a question from beginning to end. */
  readonly times: { readonly without: Times; readonly with: Times }
  /** The part of the questions that the model answered in time. */
  readonly answered: number
}

/** Floors of refusing, as the examination of the product has them. */
const leastChat = 0.95
const leastNear = 0.8
const mostRefused = 0.05
/** Setting, a proposal of ours: longer nobody should wait who looks for something. */
const mostP95Ms = 300

const names = { tuning: '调试题', frozen: '冻结题', alias: '短语' } as const
const hitNames = { hit1: '首条命中', hit3: '前三命中' } as const
const hits = ['hit1', 'hit3'] as const

/** Why a model may not be switched on: every reason, each a clause with its figures. Empty: it may. */
export function faultsOf({ papers, refusals, times }: Sitting): string[] {
  const { frozen, alias } = papers
  const lower = hits.flatMap((hit) => {
    const [before, after] = [frozen.without[hit], frozen.with[hit]]
    return after !== null && before !== null && after >= before
      ? []
      : [`${names.frozen}${hitNames[hit]}从 ${said(before)} 变成 ${said(after)}`]
  })
  const isBetter = [frozen, alias].some((paper) => hits.some((hit) => (paper.with[hit] ?? 0) > (paper.without[hit] ?? 0)))
  const below = (name: string, value: number | null, least: number) =>
    value !== null && value >= least ? [] : [`${name} ${said(value)}，不到 ${least}`]
  return [
    ...lower,
    ...(isBetter ? [] : [`${names.frozen}和${names.alias}没有一项成绩变好`]),
    ...below('闲聊答“没有”的', refusals.chat, leastChat),
    ...below('不归这里办的没有答“有把握”的', refusals.near, leastNear),
    ...(refusals.refused !== null && refusals.refused <= mostRefused
      ? []
      : [`答得了却答“没有”的 ${said(refusals.refused)}，超过 ${mostRefused}`]),
    ...(times.with.p95Ms <= mostP95Ms ? [] : [`百分之五的问题要等 ${times.with.p95Ms} 毫秒以上，超过 ${mostP95Ms}`]),
  ]
}

/** The marks in words, a line a paper. */
export function marksInWords({ papers, times, answered }: Sitting): string[] {
  const line = (name: keyof typeof names) => {
    const { without, with: modelled } = papers[name]
    const pair = (hit: (typeof hits)[number]) => `${hitNames[hit]} ${said(without[hit])} → ${said(modelled[hit])}`
    return `${names[name]}：${hits.map(pair).join('，')}`
  }
  return [
    line('tuning'),
    line('frozen'),
    line('alias'),
    `一问用时：中位 ${times.without.p50Ms} → ${times.with.p50Ms} 毫秒，百分之九十五在 ${times.without.p95Ms} → ${times.with.p95Ms} 毫秒以内；模型及时回答的占 ${said(answered)}`,
  ]
}

function said(part: number | null): string {
  return part === null ? '（没有题）' : String(part)
}

/** A topic that a question may mean: how much speaks for it without the model, and the model's mark. */
export type Choice = { readonly own: number; readonly modelled: number; readonly isRight: boolean }

const sharpness = 4
const step = 0.1
const mostWeight = 8

/** The weight of the model's mark that puts right topics first: softmax over the choices of each question, the best of a row of weights. */
export function fitWeight(lessons: readonly (readonly Choice[])[]): number {
  const useful = lessons.filter((lesson) => lesson.some(({ isRight }) => isRight))
  let best = { weight: 0, loss: Number.POSITIVE_INFINITY }
  for (let no = 0; no * step <= mostWeight; no++) {
    const weight = Number((no * step).toFixed(1))
    const loss = useful.reduce((sum, lesson) => sum + lossOf(lesson, weight), 0)
    if (loss < best.loss) best = { weight, loss }
  }
  return best.weight
}

function lossOf(lesson: readonly Choice[], weight: number): number {
  const scores = lesson.map(({ own, modelled }) => sharpness * (own + weight * modelled))
  const most = Math.max(...scores)
  const sum = (counts: (choice: Choice) => boolean) =>
    lesson.reduce((all, choice, at) => all + (counts(choice) ? Math.exp((scores[at] ?? 0) - most) : 0), 0)
  return Math.log(sum(() => true)) - Math.log(sum(({ isRight }) => isRight) + 1e-300)
}
