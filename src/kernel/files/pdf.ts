import { Worker } from 'node:worker_threads'
import { Refusal } from '../refusal.ts'
import type { FileLimits } from './limits.ts'
import { ActiveContent, Bomb, Encrypted, TooLarge, Unreadable } from './refusals.ts'

/** What the reader thread answers. */
type Answer = { readonly pages: number } | { readonly refused: 'unreadable' | 'bomb' | 'encrypted' | 'active' | 'pages' }

/**
 * Reads a PDF as far as needed to trust it: whole, not encrypted, nothing in it that acts by itself, not too many pages.
 * The parser is synchronous, so it runs in a thread that is ended when its time is up.
 *
 * @returns number of pages
 * @throws Refusal(Unreadable | Bomb | Encrypted | ActiveContent | TooLarge)
 */
export async function examinePdf(bytes: Buffer, limits: FileLimits): Promise<number> {
  if (!isWholePdf(bytes)) throw new Refusal(Unreadable, {})
  const answer = await readInThread(bytes, limits)
  if ('pages' in answer) return answer.pages
  switch (answer.refused) {
    case 'pages':
      throw new Refusal(TooLarge, { what: 'pages', limit: limits.maxPages })
    case 'bomb':
      throw new Refusal(Bomb, {})
    case 'encrypted':
      throw new Refusal(Encrypted, {})
    case 'active':
      throw new Refusal(ActiveContent, {})
    case 'unreadable':
      throw new Refusal(Unreadable, {})
  }
}

/** Begins and ends as a PDF and is nothing else besides: no bytes behind its end, no archive read from its tail. */
function isWholePdf(bytes: Buffer): boolean {
  const end = bytes.lastIndexOf('%%EOF')
  if (bytes.indexOf('%PDF-') !== 0 || end === -1) return false
  return bytes.subarray(end + 5).every((byte) => byte === 0 || byte === 10 || byte === 13 || byte === 32) && !endsAsZip(bytes)
}

function endsAsZip(bytes: Buffer): boolean {
  const at = bytes.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  return at !== -1 && at + 22 <= bytes.length && at + 22 + bytes.readUInt16LE(at + 20) === bytes.length
}

function readInThread(bytes: Buffer, limits: FileLimits): Promise<Answer> {
  return new Promise((resolve) => {
    const { maxPages, maxPdfObjectBytes } = limits
    const thread = new Worker(new URL('./pdf-reader.mjs', import.meta.url), {
      workerData: { bytes, maxPages, maxObjectBytes: maxPdfObjectBytes },
      resourceLimits: { maxOldGenerationSizeMb: 512, stackSizeMb: 4 },
      execArgv: [],
    })
    const finish = (answer: Answer) => {
      clearTimeout(timer)
      resolve(answer)
      void thread.terminate()
    }
    const timer = setTimeout(() => finish({ refused: 'unreadable' }), limits.timeoutMs)
    thread.once('message', finish)
    thread.once('error', () => finish({ refused: 'unreadable' })) // out of memory or stack: the file's doing
    thread.once('exit', () => finish({ refused: 'unreadable' }))
  })
}
