import { Refusal } from '../refusal.ts'
import { type Parts, unpack } from './archive.ts'
import type { FileLimits } from './limits.ts'
import { ActiveContent, Encrypted, TooLarge, Unreadable, WrongType } from './refusals.ts'

export type OfficeType =
  | 'application/ofd'
  | 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
  | 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/**
 * Looks into a zip and says which office file it is. The parts decide, not the name and not the first bytes.
 *
 * @returns the type, and the number of pages where the format has fixed ones (OFD)
 * @throws Refusal(WrongType | Bomb | Encrypted | ActiveContent | TooLarge | Unreadable)
 * @source GB/T 33190-2016 7 (OFD package); ISO/IEC 29500-2 (OOXML package)
 */
export async function examineOffice(bytes: Buffer, limits: FileLimits): Promise<{ mediaType: OfficeType; pages: number | null }> {
  const parts = await unpack(bytes, limits, (name) => decisive.test(name))
  const mediaType = typeOf(parts)
  if (parts.names.some((name) => encryption.test(name))) throw new Refusal(Encrypted, {})
  if (isActive(parts)) throw new Refusal(ActiveContent, {})
  const pages = mediaType === 'application/ofd' ? ofdPages(parts) : null
  if (pages === 0) throw new Refusal(Unreadable, {})
  if (pages !== null && pages > limits.maxPages) throw new Refusal(TooLarge, { what: 'pages', limit: limits.maxPages })
  return { mediaType, pages }
}

const decisive = /^(\[Content_Types\]\.xml|OFD\.xml)$|\.rels$|(^|\/)(Document|Attachments)\.xml$/
const encryption = /(^|\/)(EncryptionInfo|EncryptedPackage|Encryptions?\.xml|encryptinfo\.dat)$/i
const activePart =
  /(^|\/)(vbaProject|vbaData|activeX|embeddings|oleObject|customUI|macrosheets|dialogsheets)|\.(bin|exe|dll|js|vbs|hta|bat|cmd|ps1)$/i
const printerSettings = /(^|\/)printerSettings\d*\.bin$/i
const activeRelation = /attachedTemplate|oleObject|\/frame"|subDocument|ddeLink|externalLinkPath.*(mhtml|ms-)/i

function typeOf({ names, texts }: Parts): OfficeType {
  if (names.includes('OFD.xml')) return 'application/ofd'
  const types = texts.get('[Content_Types].xml') ?? ''
  if (/macroEnabled|ms-office\.vba/i.test(types)) throw new Refusal(ActiveContent, {})
  if (names.includes('word/document.xml') && types.includes('wordprocessingml.document.main+xml')) {
    return 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'
  }
  if (names.includes('xl/workbook.xml') && types.includes('spreadsheetml.sheet.main+xml')) {
    return 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  }
  throw new Refusal(WrongType, { reason: 'not_allowed' })
}

function isActive({ names, texts }: Parts): boolean {
  if (names.some((name) => activePart.test(name) && !printerSettings.test(name))) return true
  for (const [name, text] of texts) {
    if (/<!(DOCTYPE|ENTITY)/i.test(text)) return true
    const links = name.endsWith('.rels') ? (text.match(/<[^<>]*TargetMode\s*=\s*["']External["'][^<>]*>/gi) ?? []) : []
    if (links.some((link) => activeRelation.test(link))) return true
    if (/(^|\/)Attachments\.xml$/.test(name) && /<(\w+:)?Attachment\b/.test(text)) return true
  }
  return false
}

function ofdPages({ texts }: Parts): number {
  const documents = [...texts].filter(([name]) => /(^|\/)Document\.xml$/.test(name))
  return documents.reduce((sum, [, text]) => sum + (text.match(/<(\w+:)?Page\s/g)?.length ?? 0), 0)
}
