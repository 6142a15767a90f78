import { PassThrough, Readable, Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { run } from './deadline.ts'

/** What the command answers to pieces of input, line by line. */
async function ask(...pieces: (string | Buffer)[]): Promise<Record<string, unknown>[]> {
  const output = new PassThrough()
  const written = output.toArray()
  expect(await run([], Readable.from(pieces.map((piece) => Buffer.from(piece))), output)).toBe(0)
  output.end()
  const text = Buffer.concat(await written).toString('utf8')
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line))
}

const question =
  '{"id":"1","start":"2025-09-26","limit":20,"unit":"workday","extension":10,"suspensions":[{"from":"2025-10-10","to":"2025-10-20"}]}'
const answer = { id: '1', due: '2025-11-24', provisional: false }

test('a date with suspension and extension', async () => expect(await ask(`${question}\n`)).toEqual([answer]))

test('the last line needs no end, and CRLF is an end too', async () => {
  expect(await ask(`${question}\r\n${question}`)).toEqual([answer, answer])
  expect(await ask()).toEqual([])
  expect(await ask('')).toEqual([])
})

test('lines come in any pieces, cut within a character', async () => {
  const bytes = Buffer.from(`{"id":"一","start":"2026-01-05","limit":1,"unit":"day"}\n`.repeat(3))
  const pieces = Array.from({ length: bytes.length }, (_, n) => bytes.subarray(n, n + 1))
  expect(await ask(...pieces)).toEqual(Array(3).fill({ id: '一', due: '2026-01-06', provisional: false }))
})

test('with explain, the days and why each counts or not', async () => {
  expect(await ask('{"id":7,"start":"2020-01-23","limit":1,"unit":"workday","explain":true,"asOf":"2020-01-20"}')).toEqual([
    {
      id: 7,
      due: '2020-01-31',
      provisional: false,
      days: [
        { date: '2020-01-23', counted: false, why: '起算日不计入' },
        ...['24', '25', '26', '27', '28', '29', '30'].map((day) => ({ date: `2020-01-${day}`, counted: false, why: '春节放假' })),
        { date: '2020-01-31', counted: true, why: '工作日' },
      ],
    },
  ])
})

test.each([
  ['unknown unit', '"start":"2026-01-05","limit":1,"unit":"week"', 'unit_unknown'],
  ['limit 0', '"start":"2026-01-05","limit":0,"unit":"day"', 'limit_invalid'],
  ['limit 10⁹', '"start":"2026-01-05","limit":1000000000,"unit":"day"', 'limit_invalid'],
  ['limit 2.5', '"start":"2026-01-05","limit":2.5,"unit":"day"', 'limit_invalid'],
  ['limit beyond numbers', '"start":"2026-01-05","limit":1e999,"unit":"day"', 'limit_invalid'],
  ['no such day', '"start":"2025-02-30","limit":1,"unit":"day"', 'day_invalid'],
  [
    'a suspension ending before it starts',
    '"start":"2026-01-05","limit":1,"unit":"day","suspensions":[{"from":"2026-01-08","to":"2026-01-07"}]',
    'suspension_reversed',
  ],
  ['a misspelt field', '"start":"2026-01-05","limit":1,"unit":"day","extention":10', 'field_unknown'],
  ['a date beyond the calendar', '"start":"9999-12-31","limit":1,"unit":"day"', 'beyond_calendar'],
])('%s: a typed answer with its id, and the next line is served', async (_, fields, code) => {
  const [bad, good] = await ask(`{"id":"1",${fields}}\n${question}\n`)
  expect(bad).toMatchObject({ id: '1', error: { code: `clock.${code}`, message: expect.stringMatching(/[\u4e00-\u9fff].*。$/) } })
  expect(good).toEqual(answer)
})

test.each([
  ['a blank line', '', 'line_unreadable'],
  ['a blank line that ends in CRLF', '\r', 'line_unreadable'],
  ['half an object', '{"id":"1"', 'line_unreadable'],
  ['broken UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'line_unreadable'],
  ['a line of 10 MB', Buffer.alloc(10_000_000, 0x20), 'line_too_long'],
  ['a character cut in half', Buffer.from('{"id":"一"}').subarray(0, 8), 'line_unreadable'],
  ['a character outside of UTF-8, in an id', Buffer.from('{"id":"\xed\xa0\x80"}', 'latin1'), 'line_unreadable'],
  ['no id', '{"start":"2026-01-05","limit":1,"unit":"day"}', 'field_invalid'],
])('%s: an answer without id, and the next line is served', async (_, line, code) => {
  const [bad, good] = await ask(Buffer.concat([Buffer.from(line), Buffer.from(`\n${question}\n`)]))
  expect(bad).toMatchObject({ id: null, error: { code: `clock.${code}` } })
  expect(good).toEqual(answer)
})

test('bad lines among good ones: each is answered in its place', async () => {
  const lines = [question, '', '{', 'x'.repeat(10_000_000), question, '{"id":"2","unit":"week"}\r', question]
  expect((await ask(lines.join('\n'))).map((one) => ('error' in one ? (one.error as { code: string }).code : one.due))).toEqual([
    '2025-11-24',
    'clock.line_unreadable',
    'clock.line_unreadable',
    'clock.line_too_long',
    '2025-11-24',
    'clock.day_invalid',
    '2025-11-24',
  ])
})

test('a line of exactly one megabyte is read', async () => {
  const [first] = await ask(`${question.padEnd(1_048_576)}\n`)
  expect(first).toEqual(answer)
  expect((await ask(`${question.padEnd(1_048_577)}\n`))[0]).toMatchObject({ error: { code: 'clock.line_too_long' } })
})

test('an answer comes before the next question is asked', async () => {
  const input = new PassThrough()
  const output = new PassThrough()
  const done = run([], input, output)
  for (let n = 0; n < 3; n += 1) {
    const heard = new Promise<Buffer>((resolve) => output.once('data', resolve))
    input.write(`${question}\n`)
    expect(JSON.parse((await heard).toString())).toEqual(answer)
  }
  input.end()
  expect(await done).toBe(0)
})

test('a slow reader holds the questions back; a reader that leaves ends the work', async () => {
  let asked = 0
  const endless = Readable.from(
    (async function* () {
      for (;;) {
        asked += 1
        yield Buffer.from(`${question}\n`.repeat(100))
      }
    })(),
  )
  let seen = 0
  const output = new Writable({
    highWaterMark: 1_000,
    write: (_chunk, _encoding, done) => {
      seen += 1
      setTimeout(() => done(seen < 20 ? null : Object.assign(new Error('gone'), { code: 'EPIPE' })), 1)
    },
  })
  expect(await run([], endless, output)).toBe(0)
  expect(asked).toBeLessThan(60)
})
