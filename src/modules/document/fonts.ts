import { type FileHandle, open } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const weights = ['400Regular', '700Bold'] as const

/** The font files that documents are set in, and no others: the same on every machine. */
export function fontPaths(): string[] {
  const folder = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/noto-serif-sc/package.json'))
  return weights.map((weight) => join(folder, weight, `NotoSerifSC_${weight}.ttf`))
}

/**
 * Characters of a text that our fonts cannot print, each once: rare characters of names beyond 基本区 and 扩展A, and control
 * characters. Must be empty before a document is issued; otherwise a name would be printed with a hole in it.
 */
export async function missingGlyphs(text: string): Promise<string[]> {
  const fonts = await loadedFonts()
  const missing = new Set<string>()
  for (const character of text) {
    if (character === '\n' || printable.has(character)) continue
    const code = character.codePointAt(0) ?? 0
    if (fonts.every((ranges) => covers(ranges, code))) printable.add(character)
    else missing.add(character)
  }
  return [...missing]
}

const printable = new Set<string>() // met before; at most as many as the fonts have

/** First and last code points, in order. */
type Ranges = readonly (readonly [number, number])[]

let loading: Promise<Ranges[]> | null = null

function loadedFonts(): Promise<Ranges[]> {
  loading ??= Promise.all(fontPaths().map(coverageOf))
  return loading
}

function covers(ranges: Ranges, code: number): boolean {
  let low = 0
  let high = ranges.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const [first, last] = ranges[middle] ?? [0, 0]
    if (code < first) high = middle - 1
    else if (code > last) low = middle + 1
    else return true
  }
  return false
}

/** Reads only the table of characters (cmap, format 12) of a font. @source ISO/IEC 14496-22 5.2 */
async function coverageOf(path: string): Promise<Ranges> {
  const file = await open(path)
  try {
    const head = await bytesAt(file, 0, 12)
    const directory = await bytesAt(file, 12, head.readUInt16BE(4) * 16)
    const at = directory.indexOf('cmap', 0, 'latin1')
    if (at % 16 !== 0) throw new Error(`no character table in ${path}`)
    return rangesOf(await bytesAt(file, directory.readUInt32BE(at + 8), directory.readUInt32BE(at + 12)), path)
  } finally {
    await file.close()
  }
}

function rangesOf(cmap: Buffer, path: string): Ranges {
  for (let i = 0; i < cmap.readUInt16BE(2); i += 1) {
    const table = cmap.readUInt32BE(4 + i * 8 + 4)
    if (cmap.readUInt16BE(table) !== 12) continue
    return Array.from({ length: cmap.readUInt32BE(table + 12) }, (_, group) => {
      const start = table + 16 + group * 12
      return [cmap.readUInt32BE(start), cmap.readUInt32BE(start + 4)] as const
    })
  }
  throw new Error(`no full character table in ${path}`)
}

async function bytesAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer } = await file.read({ buffer: Buffer.alloc(length), position, length })
  return buffer
}
