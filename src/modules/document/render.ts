import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import qrcode from 'qrcode'
import { fontPaths } from './fonts.ts'
import { type ContentOf, type DocumentKind, kinds, sealFor } from './kinds.ts'

/** A finished document. */
export type Rendered = { readonly content: Buffer; readonly pages: number }

/**
 * Sets a document and prints it to PDF/A. The same kind, number and content give the same bytes on every machine: only our
 * fonts are used, and the only date in the file is the document's own.
 *
 * Setting is synchronous (some milliseconds a page) and belongs in the worker process.
 */
export async function renderDocument<K extends DocumentKind>(kind: K, number: string, content: ContentOf<K>): Promise<Rendered> {
  const compiler = await theCompiler()
  const compiled = compiler.compile(await sourceOf(kind, number, content))
  if (compiled.result === null) {
    const faults = compiled.takeDiagnostics()?.shortDiagnostics ?? []
    throw new Error(`template of ${kind} does not compile: ${faults.map((fault) => String(fault.message)).join('; ')}`)
  }
  const pages = compiled.result.numOfPages
  const pdf = compiler.pdf(compiled.result, { pdfStandard: 'a-2u' })
  compiler.evictCache(10)
  return { content: pdf, pages }
}

async function sourceOf<K extends DocumentKind>(kind: K, number: string, content: ContentOf<K>) {
  const qr = await qrcode.toString(content.query.url, { type: 'svg', errorCorrectionLevel: 'M', margin: 0 })
  return {
    mainFileContent: await readFile(new URL(`./templates/${kinds[kind].template}.typ`, import.meta.url), 'utf8'),
    inputs: { data: JSON.stringify({ ...viewOf(kind, number, content), qr }) },
  }
}

/** What a template is given besides the content: fixed words of the kind, texts that need working out. */
function viewOf<K extends DocumentKind>(kind: K, number: string, content: ContentOf<K>) {
  const [year, month, day] = content.issuedOn.split('-').map(Number)
  const { title, word, permit } = kinds[kind]
  return {
    ...{ title, word, permit, number, year, month, day },
    seal: sealFor(kind),
    receivedAt: 'receivedAt' in content ? momentText(content.receivedAt) : null,
    servedAt: 'servedAt' in content && content.servedAt !== null ? momentText(content.servedAt) : null,
    content: breakableAll(content),
  }
}

/** '2026-01-05T01:02:03.000Z' → 2026年1月5日9时2分, as it was in Asia/Shanghai. */
function momentText(instant: string): string {
  const there = new Date(Date.parse(instant) + 8 * 3_600_000)
  return `${there.getUTCFullYear()}年${there.getUTCMonth() + 1}月${there.getUTCDate()}日${there.getUTCHours()}时${there.getUTCMinutes()}分`
}

/** Lets runs of Latin letters and digits that are too long for a line break, where no slash, hyphen or question mark lets them. */
function breakable(text: string): string {
  return text.replace(/[!-,.0->@-~]{34}(?=[!-~])/g, '$&\u200b')
}

function breakableAll(value: unknown): unknown {
  if (typeof value === 'string') return breakable(value)
  if (Array.isArray(value)) return value.map(breakableAll)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, breakableAll(member)]))
}

let compiler: Promise<NodeCompiler> | null = null

/** One a process: reading the fonts takes half a second. */
function theCompiler(): Promise<NodeCompiler> {
  compiler ??= Promise.all(fontPaths().map((path) => readFile(path))).then((fontBlobs) =>
    NodeCompiler.create({ workspace: fileURLToPath(new URL('./templates/', import.meta.url)), fontArgs: [{ fontBlobs }] }),
  )
  return compiler
}
