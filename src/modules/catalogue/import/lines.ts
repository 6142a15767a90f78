/** A line of a file: its number from 1 on, and its text, or why it has none. */
export type Line = { readonly no: number; readonly text: string } | { readonly no: number; readonly fault: string }

/**
 * The lines of a UTF-8 stream, one at a time, whatever the stream's pieces. Takes LF and CRLF and a byte order mark, leaves blank lines out.
 * A line that is too long is never held in memory.
 *
 * @param mostBytes longest line that is read
 */
export async function* linesOf(stream: AsyncIterable<Uint8Array>, mostBytes = 1_000_000): AsyncGenerator<Line> {
  let no = 1
  let held: Uint8Array[] = []
  let size = 0
  for await (const piece of stream) {
    let from = 0
    for (let end = piece.indexOf(lineFeed); end >= 0; end = piece.indexOf(lineFeed, from)) {
      take(piece.subarray(from, end))
      yield* whole()
      from = end + 1
    }
    take(piece.subarray(from))
  }
  yield* whole()

  function take(part: Uint8Array): void {
    size += part.length
    if (size <= mostBytes) held.push(part)
    else held = []
  }

  function* whole(): Generator<Line> {
    const line = size > mostBytes ? { no, fault: `这一行超过 ${mostBytes} 字节` } : decoded(no, Buffer.concat(held))
    if ('fault' in line || line.text.trim() !== '') yield line
    no += 1
    held = []
    size = 0
  }
}

const lineFeed = 0x0a

function decoded(no: number, bytes: Buffer): Line {
  try {
    return { no, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: no > 1 }).decode(bytes) }
  } catch {
    return { no, fault: '不是有效的 UTF-8 文字' }
  }
}
