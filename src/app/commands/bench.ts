import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { SetupError } from '../../kernel/setup-error.ts'
import type { Bench, Options } from '../bench/figure.ts'
import { memoryFlag } from '../child.ts'

const benches: Readonly<Record<string, { readonly summary: string; load(): Promise<{ bench: Bench }> }>> = {
  case: { summary: '办件每一步从会话到提交的速度，与只写同样各行的预编译语句相比', load: () => import('../bench/case/index.ts') },
  clock: {
    summary: '届满日与逐日说明的计算速度；--exhaustive 与另一种算法逐一比较全部起算日、时限和一次暂停',
    load: () => import('../bench/clock/index.ts'),
  },
  follow: { summary: '事件提交后多久被后台读到：空闲时与满负荷时', load: () => import('../bench/follow.ts') },
  crash: { summary: '随机强杀各进程，凡已答复的都在且只有一次', load: () => import('../bench/crash/index.ts') },
  finder: {
    summary:
      '找事项考试：各类问法的命中率和拒答率，与只按名称的 BM25 并列；--questions 换用别的题，--scale 用一百万个实施事项，--fit 重新拟合（不比现有的差才写入，--force 一定写入）；边输入边提示的速度',
    load: () => import('../bench/finder/index.ts'),
  },
  fuzz: { summary: '按接口文档乱发请求，不许出错或泄露内部', load: () => import('../bench/fuzz/index.ts') },
  lists: {
    summary: '办件极多时各人第一页列表的速度与查询计划；一步办完后多久出现在列表和总览里',
    load: () => import('../bench/lists/index.ts'),
  },
  model: {
    summary: '找事项考试：有没有本地模型的成绩和用时并列，模型的权重当场拟合（要设 YICHUANG_MODEL）',
    load: () => import('../bench/model/index.ts'),
  },
  redate: {
    summary: '停止办公后调整在办件期限的速度，与直接写同样各行相比；其间各步的等待',
    load: () => import('../bench/redate/index.ts'),
  },
  passed: { summary: '在极多的在办期限中找出已届满的', load: () => import('../bench/passed.ts') },
  tamper: { summary: '篡改一处，核对能否发现并指对办件', load: () => import('../bench/tamper/index.ts') },
}

/** `bench NAME [--count N] [--seed N] [--seconds N] [--rounds N] [--exhaustive] [--years YYYY[-YYYY]] [--questions FILE] [--scale] [--fit [--force]]`: 0 when every limit was kept. */
export async function run(args: readonly string[]): Promise<number> {
  const { name, ...options } = parse(args)
  const row = Object.hasOwn(benches, name) ? benches[name] : undefined
  if (row === undefined) throw usage()
  if (!process.execArgv.includes(memoryFlag)) return asServed(args)
  const { bench } = await row.load()
  const isKept = await bench(options, (figure) => console.log(JSON.stringify(figure)))
  return isKept ? 0 : 1
}

/** The same again in a process that runs as the server does. */
async function asServed(args: readonly string[]): Promise<number> {
  const program = fileURLToPath(new URL('../../../bin/yichuang', import.meta.url))
  const child = spawn(process.execPath, [memoryFlag, program, 'bench', ...args], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
  const [code] = await once(child, 'close')
  return code ?? 1
}

function parse(args: readonly string[]): Options & { name: string } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        count: { type: 'string' },
        seed: { type: 'string', default: '1' },
        seconds: { type: 'string' },
        rounds: { type: 'string' },
        exhaustive: { type: 'boolean', default: false },
        years: { type: 'string' },
        questions: { type: 'string' },
        scale: { type: 'boolean', default: false },
        fit: { type: 'boolean', default: false },
        force: { type: 'boolean', default: false },
      },
    })
    const [name = '', ...rest] = positionals
    const numbers = [values.count ?? '1', values.seed, values.seconds ?? '1', values.rounds ?? '1']
    if (rest.length > 0 || !numbers.every((text) => /^\d{1,9}$/.test(text))) throw usage()
    const numberOf = (text: string | undefined) => (text === undefined ? null : Number(text))
    const { count, seed, seconds, rounds, exhaustive } = values
    return {
      name,
      count: numberOf(count),
      seed: Number(seed),
      seconds: numberOf(seconds),
      rounds: numberOf(rounds),
      isExhaustive: exhaustive,
      years: yearsOf(values.years),
      questions: values.questions ?? null,
      isScale: values.scale,
      isFit: values.fit,
      isForced: values.force,
    }
  } catch {
    throw usage()
  }
}

/** '2020' or '2018-2020'. */
function yearsOf(text: string | undefined): Options['years'] {
  if (text === undefined) return null
  const [, first, last] = /^(\d{4})(?:-(\d{4}))?$/.exec(text) ?? []
  if (first === undefined) throw usage()
  return { first: Number(first), last: Number(last ?? first) }
}

function usage(): SetupError {
  const names = Object.entries(benches).map(([name, { summary }]) => `  ${name}  ${summary}`)
  return new SetupError(
    `用法：yichuang bench 名称 [--count 次数] [--seed 种子] [--seconds 每轮秒数] [--rounds 轮数] [--exhaustive] [--years 起-止] [--questions 文件] [--scale] [--fit [--force]]\n${names.join('\n')}`,
    { exitCode: 2 },
  )
}
