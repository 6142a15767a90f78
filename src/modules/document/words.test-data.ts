import { inflateSync } from 'node:zlib'
import { PDFArray, PDFDict, PDFDocument, PDFName, PDFRawStream } from 'pdf-lib'

/** The words on the pages of one of our PDFs, in the order they were set, without spaces: read back as any viewer would. */
export async function wordsOf(bytes: Buffer): Promise<string> {
  const pdf = await PDFDocument.load(bytes, { updateMetadata: false })
  return pdf
    .getPages()
    .map((page) => {
      const fonts = page.node.Resources()?.lookup(PDFName.of('Font'), PDFDict)
      const letters = new Map(
        (fonts?.keys() ?? []).map((key) => [key.asString(), lettersOf(fonts?.lookup(key, PDFDict) as PDFDict)] as const),
      )
      const contents = page.node.Contents()
      const streams = contents instanceof PDFArray ? contents.asArray().map((ref) => pdf.context.lookup(ref)) : [contents]
      return streams
        .map((stream) => pageWords(unpacked(stream).replace(/\/ActualText\s*(<[^>]*>|\([^)]*\))/g, ''), letters))
        .join('')
    })
    .join('')
    .replace(/[\s\u200b\u2060\u00ad]+/g, '')
}

function unpacked(stream: unknown): string {
  if (!(stream instanceof PDFRawStream)) return ''
  const bytes = stream.dict.has(PDFName.of('Filter')) ? inflateSync(stream.contents) : Buffer.from(stream.contents)
  return bytes.toString('latin1')
}

/** Glyph numbers to text, by the font's own table for copying. */
function lettersOf(font: PDFDict): Map<number, string> {
  const map = unpacked(font.lookup(PDFName.of('ToUnicode')))
  const letters = new Map<number, string>()
  for (const [, glyph = '', text = ''] of map.matchAll(/^<([0-9a-fA-F]{4})> <([0-9a-fA-F]+)>\s*$/gm)) {
    letters.set(Number.parseInt(glyph, 16), Buffer.from(text, 'hex').swap16().toString('utf16le'))
  }
  for (const [, from = '', to = '', text = ''] of map.matchAll(/^<([0-9a-fA-F]{4})> <([0-9a-fA-F]{4})> <([0-9a-fA-F]+)>\s*$/gm)) {
    for (let i = Number.parseInt(from, 16); i <= Number.parseInt(to, 16); i += 1) {
      letters.set(i, String.fromCharCode(Number.parseInt(text, 16) + i - Number.parseInt(from, 16)))
    }
  }
  return letters
}

function pageWords(content: string, letters: ReadonlyMap<string, ReadonlyMap<number, string>>): string {
  let font: ReadonlyMap<number, string> | undefined
  let words = ''
  const begin = /(\/\S+)\s+[\d.]+\s+Tf|<([0-9a-fA-F\s]+)>|\(/g
  for (let found = begin.exec(content); found !== null; found = begin.exec(content)) {
    const [, name, hex] = found
    if (name !== undefined) {
      font = letters.get(name)
      continue
    }
    const literal = hex === undefined ? literalFrom(content, begin.lastIndex) : null
    if (literal !== null) begin.lastIndex = literal.end
    const bytes = literal === null ? Buffer.from((hex ?? '').replace(/\s/g, ''), 'hex') : literal.bytes
    for (let i = 0; i + 1 < bytes.length; i += 2) words += font?.get(bytes.readUInt16BE(i)) ?? ''
  }
  return words
}

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

/** A literal string from behind its opening bracket. @source ISO 32000-1 7.3.4.2 */
function literalFrom(content: string, start: number): { bytes: Buffer; end: number } {
  let text = ''
  let depth = 1
  let i = start
  for (; depth > 0; i += 1) {
    const char = content[i] ?? ')'
    if (char === '(') depth += 1
    if (char === ')') depth -= 1
    if (char !== '\\') text += depth > 0 ? char : ''
    else {
      const octal = /^[0-7]{1,3}/.exec(content.slice(i + 1, i + 4))?.[0]
      const next = content[i + 1] ?? ''
      text += octal === undefined ? (escapes[next] ?? next) : String.fromCharCode(Number.parseInt(octal, 8))
      i += octal?.length ?? 1
    }
  }
  return { bytes: Buffer.from(text, 'latin1'), end: i }
}
