// The thread that reads one PDF. Plain JavaScript, so that a thread can start it without a loader.
import { parentPort, workerData } from 'node:worker_threads'
import { inflateSync } from 'node:zlib'
import { PDFArray, PDFDict, PDFDocument, PDFName, PDFRef, PDFStream } from 'pdf-lib'

/** Names in a PDF behind which something runs, opens or hides; @source ISO 32000-1 7.11.4, 12.6.4, 12.7.8 */
const activeKeys = ['JS', 'JavaScript', 'AA', 'XFA', 'EmbeddedFiles', 'EF', 'RichMediaContent', 'Launch']
const activeKinds = [
  'JavaScript',
  'Launch',
  'ImportData',
  'SubmitForm',
  'RichMediaExecute',
  'Rendition',
  'Movie',
  'Sound',
  'EmbeddedFile',
]

/**
 * Unpacks, with a bound, every stream that the parser would unpack without one.
 *
 * @returns null when they stay within the bound
 */
function unboundedStream(text, bytes, limit) {
  let total = 0
  for (const { index, 0: word } of text.matchAll(/stream\r?\n/g)) {
    const before = text.slice(Math.max(0, Math.min(text.lastIndexOf('endstream', index - 1), index - 4096)), index)
    const names = before.replace(/#([0-9a-fA-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    if (before.endsWith('end') || !/ObjStm|XRef(?!Stm)|\/Type\s*\d/.test(names)) continue
    try {
      total += inflateSync(bytes.subarray(index + word.length), { maxOutputLength: limit - total + 1 }).length
    } catch (error) {
      if (error.code === 'ERR_BUFFER_TOO_LARGE') return 'bomb' // anything else is not packed this way, or broken: the parser will say
    }
    if (total > limit) return 'bomb'
  }
  return null
}

function isActive(object) {
  const dict = object instanceof PDFStream ? object.dict : object
  if (dict instanceof PDFArray) return dict.asArray().some(isActive)
  if (!(dict instanceof PDFDict)) return false
  if (activeKeys.some((key) => dict.has(PDFName.of(key)))) return true
  const kinds = ['S', 'Type', 'Subtype'].map((key) => dict.lookup(PDFName.of(key)))
  if (kinds.some((kind) => kind instanceof PDFName && activeKinds.includes(kind.decodeText()))) return true
  return dict.values().some(isActive)
}

/** Leaves of the page tree, each node visited once; null when the tree is no tree. */
function countPages(context, root, most) {
  const seen = new Set()
  const open = [root]
  let pages = 0
  while (open.length > 0) {
    const ref = open.pop()
    if (!(ref instanceof PDFRef) || seen.has(ref)) return null
    seen.add(ref)
    const node = context.lookup(ref, PDFDict)
    const kids = node.lookup(PDFName.of('Kids'))
    if (kids instanceof PDFArray) for (const kid of kids.asArray()) open.push(kid)
    else pages += 1
    if (pages > most || open.length > most * 2) return most + 1
  }
  return pages
}

async function read({ bytes, maxPages, maxObjectBytes }) {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const tooBig = unboundedStream(buffer.toString('latin1'), buffer, maxObjectBytes)
  if (tooBig !== null) return { refused: tooBig }
  const pdf = await PDFDocument.load(bytes, { ignoreEncryption: true, throwOnInvalidObject: true, updateMetadata: false })
  if (pdf.isEncrypted) return { refused: 'encrypted' }
  const objects = pdf.context.enumerateIndirectObjects().map(([, object]) => object)
  if (objects.some(isActive)) return { refused: 'active' }
  const pages = countPages(pdf.context, pdf.catalog.get(PDFName.of('Pages')), maxPages)
  if (pages === null || pages === 0) return { refused: 'unreadable' }
  return pages > maxPages ? { refused: 'pages' } : { pages }
}

parentPort.postMessage(await read(workerData).catch(() => ({ refused: 'unreadable' })))
