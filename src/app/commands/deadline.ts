import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
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
 * Due dates by the line: one JSON object in, one out, in order, as they come. Needs no database: it counts by the national notices
 * that the product ships. Whatever is wrong with a line is its answer; the next one is served.
 */
export const deadline = {
  name: 'deadline',
  summary: '逐行计算期限届满日：标准输入、输出均为每行一个 JSON 对象',
  run: async (_args: readonly string[], input: Readable = process.stdin, output: Writable = process.stdout): Promise<number> => {
    const calendarAsOf = calendarsOf([nationalNotices()])
    let isClosed = false
    output.on('error', () => {
      isClosed = true // the reader has gone away; nobody is left to answer
    })
    for await (const answers of batches(input, (line) => reply(line, calendarAsOf))) {
      if (isClosed) break
      if (!output.write(answers)) await Promise.race([once(output, 'drain'), once(output, 'close')]).catch(() => undefined)
    }
    return 0
  },
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
    const line = heldBytes > longestLineBytes ? null : Buffer.concat(held)
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

const utf8 = new TextDecoder('utf-8', { fatal: true })

function reply(line: Line, calendarAsOf: Parameters<typeof answer>[1]): string {
  return `${JSON.stringify(answerTo(line, calendarAsOf))}\n`
}

function answerTo(line: Line, calendarAsOf: Parameters<typeof answer>[1]): Answer {
  if (line === null) return complaint(null, LineTooLong)
  let text: string
  try {
    text = utf8.decode(line)
  } catch {
    return complaint(null, LineUnreadable)
  }
  return answer(text, calendarAsOf)
}
