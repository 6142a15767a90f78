import { parseArgs } from 'node:util'
import { SetupError } from '../../kernel/setup-error.ts'

/** One figure of a measurement, printed as a line of JSON. */
export type Figure = { readonly bench: string; readonly figure: string; readonly value: number; readonly unit: string }

/** A measurement: prints its figures as it goes. @returns whether every limit was kept */
export type Bench = (
  options: { readonly count: number | null; readonly seed: number },
  print: (figure: Figure) => void,
) => Promise<boolean>

const benches: Readonly<Record<string, { readonly summary: string; load(): Promise<{ bench: Bench }> }>> = {
  tamper: { summary: '篡改一处，核对能否发现并指对办件', load: () => import('../bench/tamper/index.ts') },
}

/** `bench NAME [--count N] [--seed N]`: 0 when every limit was kept. */
export async function run(args: readonly string[]): Promise<number> {
  const { name, count, seed } = parse(args)
  const row = Object.hasOwn(benches, name) ? benches[name] : undefined
  if (row === undefined) throw usage()
  const { bench } = await row.load()
  const isKept = await bench({ count, seed }, (figure) => console.log(JSON.stringify(figure)))
  return isKept ? 0 : 1
}

function parse(args: readonly string[]): { name: string; count: number | null; seed: number } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { count: { type: 'string' }, seed: { type: 'string', default: '1' } },
    })
    const [name = '', ...rest] = positionals
    const numbers = [values.count ?? '1', values.seed]
    if (rest.length > 0 || !numbers.every((text) => /^\d{1,9}$/.test(text))) throw usage()
    return { name, count: values.count === undefined ? null : Number(values.count), seed: Number(values.seed) }
  } catch {
    throw usage()
  }
}

function usage(): SetupError {
  const names = Object.entries(benches).map(([name, { summary }]) => `  ${name}  ${summary}`)
  return new SetupError(`用法：yichuang bench 名称 [--count 次数] [--seed 种子]\n${names.join('\n')}`, { exitCode: 2 })
}
