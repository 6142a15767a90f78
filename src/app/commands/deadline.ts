import { isUtf8 } from 'node:buffer'
import type { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { SetupError } from '../../kernel/setup-error.ts'
import {
  type Answer,
  answer,
  calendarsOf,
  complaint,
  LineTooLong,
  LineUnreadable,
  nationalNotices,
} from '../../modules/clock/index.ts'

/**
 * `deadline`: due dates by the line, one JSON object in, one out, in order, as they come. Needs no database: it counts by the national
 * notices that the product ships. Whatever is wrong with a line is its answer; the next one is served.
 */
export async function run(
  args: readonly string[],
  input: Readable = process.stdin,
  output: Writable = process.stdout,
): Promise<number> {
  if (args.length > 0) throw new SetupError('用法：yichuang deadline < 问题.ndjson > 答案.ndjson', { exitCode: 2 })
  const calendarAsOf = calendarsOf([nationalNotices()])
  try {
    await pipeline(input, (source: AsyncIterable<Buffer>) => batches(source, (line) => reply(line, calendarAsOf)), output, {
      end: false,
    })
  } catch (error) {
    if (!hasLeft(error)) throw error
  }
  return 0
}

const longestLineBytes = 1_048_576
const batchChars = 65_536
const newline = 10

/** A line as it was read; null when it was longer than allowed and thrown away. */
type Line = Buffer | null

/** The answers to the lines of each piece read, joined so that few writes carry many. */
async function* batches(input: AsyncIterable<Buffer>, replyTo: (line: Line) => string): AsyncGenerator<string> {
  for await (const lines of pieces(input)) {
    let text = ''
    for (const line of lines) {
      text += replyTo(line)
      if (text.length < batchChars) continue
      yield text
      text = ''
    }
    if (text !== '') yield text
  }
}

/** The whole lines in each piece of input. What is left of an overlong line is skipped without being kept. */
async function* pieces(input: AsyncIterable<Buffer>): AsyncGenerator<Line[]> {
  let held: Buffer[] = []
  let heldBytes = 0
  const take = (): Line => {
    const [only] = held
    const line = heldBytes > longestLineBytes ? null : held.length === 1 && only !== undefined ? only : Buffer.concat(held)
    held = []
    heldBytes = 0
    return line
  }
  const hold = (part: Buffer): void => {
    heldBytes += part.length
    if (heldBytes > longestLineBytes) held = []
    else held.push(part)
  }

  for await (const chunk of input) {
    const lines: Line[] = []
    let from = 0
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, from)) {
      hold(chunk.subarray(from, end))
      lines.push(take())
      from = end + 1
    }
    hold(chunk.subarray(from))
    yield lines
  }
  if (heldBytes > 0) yield [take()]
}

function reply(line: Line, calendarAsOf: Parameters<typeof answer>[1]): string {
  return `${JSON.stringify(answerTo(line, calendarAsOf))}\n`
}

function answerTo(line: Line, calendarAsOf: Parameters<typeof answer>[1]): Answer {
  if (line === null) return complaint(null, LineTooLong)
  if (!isUtf8(line)) return complaint(null, LineUnreadable)
  return answer(line.toString('utf8').replace(/^\uFEFF/, ''), calendarAsOf)
}

/** Whether the reader of the answers has gone away (`| head -1`): then nobody is left to answer. */
function hasLeft(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'EPIPE'
}
