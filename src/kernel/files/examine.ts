import { fileTypeFromBuffer } from 'file-type'
import { sm3Hex } from '../canonical.ts'
import { Refusal } from '../refusal.ts'
import { rewriteImage } from './image.ts'
import type { FileLimits } from './limits.ts'
import { extensionOf } from './name.ts'
import { examineOffice, type OfficeType } from './office.ts'
import { examinePdf } from './pdf.ts'
import { boundedQueue } from './queue.ts'
import { Encrypted, TooLarge, Unreadable, WrongType } from './refusals.ts'

export type MediaType = 'application/pdf' | 'image/jpeg' | 'image/png' | OfficeType

/** A file found sound. `content` is what to keep: for images not the bytes that came in. */
export type Examined = {
  readonly digest: string
  readonly mediaType: MediaType
  readonly bytes: number
  /** Pages of formats with fixed pages, otherwise null. */
  readonly pages: number | null
  /** Width times height of images, otherwise null. */
  readonly pixels: number | null
  readonly content: Buffer
}

/** Examines one file; see `examiner`. */
export type Examiner = (bytes: Buffer, name: string) => Promise<Examined>

/**
 * Makes the check that every file from outside passes before anything else looks at it. What it is, its bytes decide; the
 * name may only agree. At most `limits.atOnce` files are examined at a time, so that acts are not kept waiting.
 *
 * @throws Refusal of one of `fileRefusals`
 */
export function examiner(limits: FileLimits): Examiner {
  const queue = boundedQueue(limits.atOnce, limits.waiting)
  return async (bytes, name) => {
    if (bytes.length === 0) throw new Refusal(Unreadable, {})
    if (bytes.length > limits.maxBytes) throw new Refusal(TooLarge, { what: 'bytes', limit: limits.maxBytes })
    return queue(() => examine(bytes, name, limits))
  }
}

/** Extensions under which each type may arrive. */
const extensions: Record<string, readonly string[]> = {
  'application/pdf': ['pdf'],
  'image/jpeg': ['jpg', 'jpeg', 'jfif'],
  'image/png': ['png'],
  'image/webp': ['webp'],
  'image/tiff': ['tif', 'tiff'],
  'application/ofd': ['ofd'],
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': ['docx'],
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': ['xlsx'],
}

async function examine(bytes: Buffer, name: string, limits: FileLimits): Promise<Examined> {
  const found = await typeByContent(bytes)
  if (found === 'zip') {
    const { mediaType, pages } = await examineOffice(bytes, limits)
    return kept(bytes, mediaType, name, { pages, pixels: null })
  }
  refuseOtherName(found, name)
  if (found === 'application/pdf') return kept(bytes, found, name, { pages: await examinePdf(bytes, limits), pixels: null })
  const image = await rewriteImage(bytes, found, limits)
  return { digest: sm3Hex(image.content), bytes: image.content.length, pages: null, ...image }
}

function kept(
  content: Buffer,
  mediaType: MediaType,
  name: string,
  size: { pages: number | null; pixels: number | null },
): Examined {
  refuseOtherName(mediaType, name)
  return { digest: sm3Hex(content), mediaType, bytes: content.length, ...size, content }
}

/** By the first bytes; 'zip' for everything packed, whose parts are looked at next. */
async function typeByContent(bytes: Buffer): Promise<string> {
  if (bytes.subarray(0, 4).equals(zipStart)) return 'zip'
  if (bytes.subarray(0, 8).equals(compoundStart)) {
    // password-protected DOCX and XLSX come wrapped like this; everything else in this wrapping is an old format
    throw bytes.includes(encryptedPackage) ? new Refusal(Encrypted, {}) : new Refusal(WrongType, { reason: 'not_allowed' })
  }
  const mime = (await fileTypeFromBuffer(bytes).catch(() => undefined))?.mime ?? ''
  if (mime.startsWith('image/') && mime in extensions) return mime
  if (bytes.indexOf('%PDF-') === 0) return 'application/pdf'
  throw new Refusal(WrongType, { reason: 'not_allowed' })
}

const zipStart = Buffer.from('PK\x03\x04', 'latin1')
const compoundStart = Buffer.from('d0cf11e0a1b11ae1', 'hex')
const encryptedPackage = Buffer.from('EncryptedPackage', 'utf16le')

function refuseOtherName(type: string, name: string): void {
  if (!extensions[type]?.includes(extensionOf(name))) throw new Refusal(WrongType, { reason: 'name' })
}
