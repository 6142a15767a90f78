import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Logger, pino } from 'pino'
import type { Day, Now } from './now.ts'

/** Days that log files are kept. 网络安全法 21 asks for six months at least (2016 text, from general knowledge); a setting of ours. */
const keptDays = 200

/**
 * The written record of a process: one line of JSON each, a file a day, kept for 200 days. Nobody's data stands in it: routes by their pattern,
 * failures by their sort and place in the code.
 *
 * @param folder where the files go
 * @param name   of the process
 */
export function openReport(folder: string, name: string, now: () => Now) {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  let day: Day = ''
  let log: Logger = pino({ enabled: false })

  const today = (): Logger => {
    const current = now().today
    if (current !== day) {
      day = current
      const file = pino.destination({
        dest: join(folder, `${name}-${day}.ndjson`),
        mkdir: true,
        append: true,
        sync: false,
        mode: 0o600,
      })
      log = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, file)
      forgetOld(folder, name, day)
    }
    return log
  }

  return {
    served: (line: { reference: string; route: string; status: number; refusal?: string; ms: number }) => today().info(line),
    failed: (line: { reference: string; route: string; error: unknown }) => {
      const { reference, route, error } = line
      today().error({ reference, route, ...placeOf(error) })
      console.error(`出错 ${reference} ${route} ${placeOf(error).failure}`)
    },
    noted: (line: Record<string, string | number>) => today().warn(line),
  }
}

/** The sort of a failure and where it happened. Its message is left out: it may quote what somebody typed. */
function placeOf(error: unknown): { failure: string; stack: string[] } {
  if (!(error instanceof Error)) return { failure: typeof error, stack: [] }
  const code = (error as { code?: unknown }).code
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '))
  return {
    failure: typeof code === 'string' ? `${error.name} ${code}` : error.name,
    stack: frames.slice(0, 12).map((line) => line.trim()),
  }
}

function forgetOld(folder: string, name: string, today: Day): void {
  const oldest = new Date(Date.parse(today) - keptDays * 86_400_000).toISOString().slice(0, 10)
  for (const file of readdirSync(folder)) {
    if (file.startsWith(`${name}-`) && file.slice(name.length + 1, name.length + 11) < oldest)
      rmSync(join(folder, file), { force: true })
  }
}
