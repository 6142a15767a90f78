import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import qrcode from 'qrcode'
import { fontPaths } from './fonts.ts'
import { type ContentOf, type DocumentKind, kinds, sealFor } from './kinds.ts'

/** A finished document. */
export type Rendered = { readonly content: Buffer; readonly pages: number }

/**
 * What a print shows that its content cannot hold, because it comes to be with the act: the digest by which the record commits to the
 * content, the event that carries it, and the query code, which stands nowhere in the database.
 */
export type Stamp = {
  readonly digest: string
  readonly record: { readonly seq: number; readonly hash: string } | null
  readonly queryCode: string | null
}

/** How to print: with the stamp of an issued document, none before it is one; in a former version of the printed form. */
export type Printing = { readonly stamp: Stamp | null; readonly version?: number }

/**
 * Sets a document and prints it to PDF/A. The same kind, version, number, content and stamp give the same bytes on every machine: only
 * our fonts are used, and the only date in the file is the document's own.
 *
 * Setting is synchronous (some milliseconds a page) and belongs in the worker process.
 */
export async function renderDocument<K extends DocumentKind>(
  kind: K,
  number: string,
  content: ContentOf<K>,
  { stamp, version = kinds[kind].version }: Printing,
): Promise<Rendered> {
  const compiler = await theCompiler()
  const compiled = compiler.compile({
    mainFileContent: await readFile(new URL(`./templates/${kinds[kind].template}.typ`, import.meta.url), 'utf8'),
    inputs: {
      data: JSON.stringify({
        ...(await viewOf(kind, number, content, version)),
        ...stampView(kind, content, version === 1 ? null : stamp),
      }),
      page: version === 1 ? 'page-1.typ' : 'page.typ',
    },
  })
  if (compiled.result === null) {
    const faults = compiled.takeDiagnostics()?.shortDiagnostics ?? []
    throw new Error(`template of ${kind} does not compile: ${faults.map((fault) => String(fault.message)).join('; ')}`)
  }
  const pages = compiled.result.numOfPages
  const pdf = compiler.pdf(compiled.result, { pdfStandard: 'a-2u' })
  compiler.evictCache(10)
  return { content: pdf, pages }
}

/** What a template is given besides the content: fixed words of the kind, texts that need working out. */
async function viewOf<K extends DocumentKind>(kind: K, number: string, content: ContentOf<K>, version: number) {
  const moment = version === 1 ? momentTextOfOld : momentText
  const [year, month, day] = content.issuedOn.split('-').map(Number)
  const { title, word, permit } = kinds[kind]
  return {
    ...{ title, word, permit, number, year, month, day },
    seal: sealFor(kind),
    receivedAt: 'receivedAt' in content ? moment(content.receivedAt) : null,
    servedAt: 'servedAt' in content && content.servedAt !== null ? moment(content.servedAt) : null,
    heldAt: 'heldAt' in content ? moment(content.heldAt) : null,
    keptAt: 'keptAt' in content ? moment(content.keptAt) : null,
    qr: await qrcode.toString(content.query.url, { type: 'svg', errorCorrectionLevel: 'M', margin: 0 }),
    content: breakableAll(content),
  }
}

/** The query code is the applicant's: it stands on no letter to others and on none that the authority keeps. */
function stampView<K extends DocumentKind>(kind: K, content: ContentOf<K>, stamp: Stamp | null) {
  if (stamp === null) return { check: null, code: null, record: null }
  const isForOthers = kind === 'D30' || ('interested' in content && content.interested !== null)
  return {
    check: grouped(stamp.digest.slice(0, 16).toUpperCase()),
    code: isForOthers || stamp.queryCode === null ? null : grouped(stamp.queryCode),
    record: kinds[kind].template === 'receipt' && stamp.record !== null ? { ...stamp.record, digest: stamp.digest } : null,
  }
}

/** '3F9C71D0' → '3F9C 71D0' */
function grouped(code: string): string {
  return code.replace(/(?<=^(?:.{4})+)(?=.)/g, ' ')
}

/** '2026-01-05T01:02:03.000Z' → 2026年1月5日9时02分, as it was in Asia/Shanghai. */
function momentText(instant: string): string {
  const there = new Date(Date.parse(instant) + 8 * 3_600_000)
  const minutes = String(there.getUTCMinutes()).padStart(2, '0')
  return `${there.getUTCFullYear()}年${there.getUTCMonth() + 1}月${there.getUTCDate()}日${there.getUTCHours()}时${minutes}分`
}

/** 9时2分: as version 1 had it. */
function momentTextOfOld(instant: string): string {
  return momentText(instant).replace(/时0(?=\d分$)/, '时')
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
