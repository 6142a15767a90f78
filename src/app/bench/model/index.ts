import { readConfig } from '../../../kernel/config.ts'
import { systemNow } from '../../../kernel/now.ts'
import { faultsOf } from '../../../modules/finder/index.ts'
import type { Bench } from '../figure.ts'
import { setModel, sitInPlace } from './sitting.ts'

/**
 * `bench model`: the examination of the finder without and with the local model that is set, side by side, with the weight fitted on the
 * way. Switches nothing on; what `finder-model on` would refuse is said and fails.
 */
export const bench: Bench = async (_, print) => {
  const say = (line: string) => process.stderr.write(`${line}\n`)
  const { model, dimensions, weight, marks } = await sitInPlace(setModel(readConfig()), systemNow(), say)
  const figure = (name: string, value: number | null, unit: string, more: Record<string, string> = {}) => {
    if (value !== null) print({ bench: 'model', figure: name, value, unit, model, ...more })
  }
  figure('dimensions', dimensions, 'numbers')
  figure('weight', weight, 'of the mark')
  for (const of of ['without', 'with'] as const) {
    for (const [paper, both] of Object.entries(marks.papers)) {
      for (const [name, value] of Object.entries(both[of])) figure(name, value, 'part', { paper, of })
    }
    figure('p50', marks.times[of].p50Ms, 'ms', { of })
    figure('p95', marks.times[of].p95Ms, 'ms', { of })
  }
  for (const [name, value] of Object.entries(marks.refusals)) figure(name, value, 'part', { paper: 'frozen', of: 'with' })
  figure('answered', marks.answered, 'part in time')
  const faults = faultsOf(marks)
  for (const fault of faults) say(`${fault}。`)
  return faults.length === 0
}
