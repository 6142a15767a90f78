import { deflateSync } from 'node:zlib'
import { PDFDocument, PDFName, PDFString } from 'pdf-lib'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { Refusal } from '../refusal.ts'
import { defaultFileLimits, examiner } from './index.ts'
import { docxParts, ofdParts, type Part, xlsxParts, zip } from './samples.test-data.ts'

const limits = { ...defaultFileLimits, maxPages: 20, maxPixels: 1_000_000, timeoutMs: 5_000 }
const examine = examiner(limits)

/** The code of the refusal, or the media type when the file is taken. */
async function verdict(bytes: Buffer, name: string, check = examine): Promise<string> {
  try {
    return (await check(bytes, name)).mediaType
  } catch (error) {
    if (error instanceof Refusal) return error.kind.code
    throw error
  }
}

async function pdf(change: (document: PDFDocument) => void = () => {}, pages = 1, useObjectStreams = true): Promise<Buffer> {
  const document = await PDFDocument.create()
  for (let i = 0; i < pages; i += 1) document.addPage()
  change(document)
  return Buffer.from(await document.save({ useObjectStreams }))
}

function picture(width = 60, height = 40) {
  return sharp({ create: { width, height, channels: 3, background: '#c00' } })
}

const image = (format: 'jpeg' | 'png' | 'webp' | 'tiff') => picture().toFormat(format).toBuffer()

describe('sound files are taken', () => {
  test.each<[string, string, () => Promise<Buffer> | Buffer]>([
    ['application/pdf', '申请书.PDF', () => pdf()],
    ['application/pdf', 'old.pdf', () => pdf(undefined, 3, false)],
    ['image/jpeg', '照片.jpg', () => image('jpeg')],
    ['image/png', 'a.png', () => image('png')],
    ['image/jpeg', 'a.webp', () => image('webp')],
    ['image/png', 'a.tif', () => image('tiff')],
    ['application/ofd', '营业执照.ofd', () => zip(ofdParts)],
    ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'a.docx', () => zip(docxParts)],
    ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'a.xlsx', () => zip(xlsxParts)],
  ])('%s as %s', async (type, name, make) => expect(await verdict(await make(), name)).toBe(type))

  test('pages are counted', async () => {
    expect((await examine(await pdf(undefined, 7), 'a.pdf')).pages).toBe(7)
    expect((await examine(zip(ofdParts), 'a.ofd')).pages).toBe(2)
    expect((await examine(zip(docxParts), 'a.docx')).pages).toBe(null)
  })

  test('an image is written anew: upright, without the place where it was taken', async () => {
    const taken = await picture(60, 40)
      .withExif({ IFD0: { Copyright: 'somebody' }, IFD3: { GPSLatitude: '30/1 27/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer()
    expect((await sharp(taken).metadata()).exif).toBeDefined()
    const { content, pixels, bytes, digest } = await examine(taken, 'a.jpg')
    const kept = await sharp(content).metadata()
    expect(kept.exif).toBeUndefined()
    expect([kept.width, kept.height, pixels, bytes]).toEqual([40, 60, 2400, content.length])
    expect(digest).toMatch(/^[0-9a-f]{64}$/)
  })
})

describe('what is not what it says is refused', () => {
  const script = Buffer.from('<html><script>alert(1)</script></html>')
  test.each<[string, string, string, () => Promise<Buffer> | Buffer]>([
    ['an empty file', 'files.unreadable', 'a.pdf', () => Buffer.alloc(0)],
    [
      'an executable named as a PDF',
      'files.wrong_type',
      'a.pdf',
      () => Buffer.concat([Buffer.from('MZ\x90\0'), Buffer.alloc(500)]),
    ],
    ['a page named as a picture', 'files.wrong_type', 'a.png', () => script],
    ['an SVG', 'files.wrong_type', 'a.svg', () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['text', 'files.wrong_type', 'a.txt', () => Buffer.from('你好')],
    [
      'an old office file',
      'files.wrong_type',
      'a.doc',
      () => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]),
    ],
    ['a plain zip', 'files.wrong_type', 'a.zip', () => zip([{ name: 'a.txt', content: 'a' }])],
    ['a PNG named as a JPEG', 'files.wrong_type', 'a.jpg', () => image('png')],
    ['a DOCX named as an XLSX', 'files.wrong_type', 'a.xlsx', () => zip(docxParts)],
    ['a name without extension', 'files.wrong_type', 'pdf', () => pdf()],
    ['a double extension', 'files.wrong_type', 'a.pdf.exe', () => pdf()],
    ['a page in front of a PDF', 'files.wrong_type', 'a.pdf', async () => Buffer.concat([script, await pdf()])],
    ['a page behind a PDF', 'files.unreadable', 'a.pdf', async () => Buffer.concat([await pdf(), script])],
    ['a zip behind a PDF', 'files.unreadable', 'a.pdf', async () => Buffer.concat([await pdf(), zip(docxParts)])],
    [
      'two zips in one file',
      'files.unreadable',
      'a.docx',
      () => {
        const whole = zip(docxParts)
        return Buffer.concat([whole, whole])
      },
    ],
    [
      'a moving picture',
      'files.wrong_type',
      'a.webp',
      async () =>
        sharp(await Promise.all([image('png'), picture(60, 40).tint('#00f').png().toBuffer()]), { join: { animated: true } })
          .webp({ loop: 0, delay: [100, 100] })
          .toBuffer(),
    ],
  ])('%s', async (_what, code, name, make) => expect(await verdict(await make(), name)).toBe(code))

  test('bytes hidden behind a picture do not survive', async () => {
    const { content } = await examine(Buffer.concat([await image('jpeg'), script]), 'a.jpg')
    expect(content.includes('script')).toBe(false)
  })
})

describe('files cut off anywhere are refused', () => {
  test.each<[string, () => Promise<Buffer> | Buffer]>([
    ['a.pdf', () => pdf()],
    ['a.jpg', async () => picture(600, 400).jpeg().toBuffer()],
    ['a.png', async () => picture(600, 400).png({ compressionLevel: 0 }).toBuffer()],
    ['a.docx', () => zip(docxParts)],
    ['a.ofd', () => zip(ofdParts)],
  ])('%s', async (name, make) => {
    const whole = await make()
    for (const share of [0.1, 0.5, 0.9]) {
      expect(await verdict(whole.subarray(0, Math.floor(whole.length * share)), name)).toMatch(/files\.(unreadable|wrong_type)/)
    }
  })
})

describe('files too large or made to burst are refused', () => {
  const zeros = Buffer.alloc(30 * 1024 * 1024)
  const withPart = (part: Part) => zip([...docxParts, part])

  test.each<[string, string, string, () => Promise<Buffer> | Buffer]>([
    ['a part that unpacks a thousandfold', 'files.bomb', 'a.docx', () => withPart({ name: 'word/a.xml', content: zeros })],
    [
      'a part that says it is small',
      'files.bomb',
      'a.docx',
      () => withPart({ name: 'word/a.xml', content: zeros, declared: 1000 }),
    ],
    [
      'three thousand parts',
      'files.bomb',
      'a.docx',
      () => zip([...docxParts, ...Array.from({ length: 3000 }, (_, i) => ({ name: `word/${i}.xml`, content: '' }))]),
    ],
    ['an archive within', 'files.bomb', 'a.docx', () => withPart({ name: 'word/media/a.png', content: zip(docxParts) })],
    ['entries that share their bytes', 'files.bomb', 'a.docx', () => overlapping()],
    ['too many pages', 'files.too_large', 'a.pdf', () => pdf(undefined, 21)],
    ['too many pixels', 'files.too_large', 'a.png', async () => picture(1001, 1000).png().toBuffer()],
    ['a picture of 30,000 by 30,000 in a few bytes', 'files.too_large', 'a.png', () => hugeHeader()],
    ['too many bytes', 'files.too_large', 'a.pdf', () => Buffer.alloc(limits.maxBytes + 1)],
    ['a PDF object stream that unpacks without end', 'files.bomb', 'a.pdf', () => objectStreamBomb('/Type /ObjStm')],
    ['the same with its name spelt in codes', 'files.bomb', 'a.pdf', () => objectStreamBomb('/Type /Obj#53tm')],
    ['the same with its name elsewhere', 'files.bomb', 'a.pdf', () => objectStreamBomb('/Type 9 0 R')],
  ])('%s', async (_what, code, name, make) => expect(await verdict(await make(), name)).toBe(code))

  test('a tree of pages that branches without end is given up in time', async () => {
    const bytes = await pdf((document) => {
      const pages = document.catalog.Pages()
      for (let i = 0; i < 5; i += 1) pages.Kids().push(document.context.getObjectRef(pages) ?? PDFName.of('x'))
    })
    expect(await verdict(bytes, 'a.pdf')).toBe('files.unreadable')
  })

  test('a PDF that takes too long to read is given up', async () => {
    const bytes = await pdf()
    expect(await verdict(bytes, 'a.pdf', examiner({ ...limits, timeoutMs: 10 }))).toBe('files.unreadable') // no thread starts in 10 ms
    expect(await verdict(bytes, 'a.pdf')).toBe('application/pdf')
  })

  test('a PDF that makes its reader run out of stack is unreadable, and we live on', async () => {
    const deep = Buffer.concat([Buffer.from('%PDF-1.7\n1 0 obj '), Buffer.from('['.repeat(2_000_000)), Buffer.from('\n%%EOF')])
    expect(await verdict(deep, 'a.pdf')).toBe('files.unreadable')
  })

  function overlapping(): Buffer {
    const bytes = zip([...docxParts, { name: 'word/b.xml', content: 'b'.repeat(5000) }])
    const last = bytes.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1'))
    bytes.writeUInt32LE(0, last + 42) // the last entry points at the first one's bytes
    return bytes
  }

  async function hugeHeader(): Promise<Buffer> {
    const bytes = await picture().png().toBuffer()
    bytes.writeUInt32BE(30_000, 16)
    bytes.writeUInt32BE(30_000, 20)
    const { crc32 } = await import('node:zlib')
    bytes.writeUInt32BE(crc32(bytes.subarray(12, 29)), 29)
    return bytes
  }

  function objectStreamBomb(type: string): Buffer {
    const packed = deflateSync(Buffer.alloc(80 * 1024 * 1024))
    const far = `1 0 obj << /Length 1 >>\nstream\nx\nendstream\nendobj\n%${' '.repeat(5_000)}\n` // the name is out of sight of the stream
    const named = type.endsWith('R') ? '/ObjStm' : 'null'
    const dict = `<< ${type} /N 1 /First 4 /Filter /FlateDecode /Length ${packed.length} >>`
    return Buffer.concat([
      Buffer.from(`%PDF-1.7\n9 0 obj ${named} endobj\n${far}5 0 obj ${dict}\nstream\n`),
      packed,
      Buffer.from('\nendstream\nendobj\n%%EOF\n'),
    ])
  }
})

describe('what acts, hides or is locked is refused', () => {
  const rels = (type: string) =>
    `<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="http://e.example/x" TargetMode="External"/></Relationships>`

  test.each<[string, string, string, () => Promise<Buffer> | Buffer]>([
    ['a script in a PDF', 'files.active_content', 'a.pdf', () => pdf((d) => d.addJavaScript('x', 'app.alert(1)'))],
    [
      'a PDF that starts a program',
      'files.active_content',
      'a.pdf',
      () => pdf((d) => d.catalog.set(PDFName.of('OpenAction'), d.context.obj({ S: 'Launch', F: PDFString.of('cmd.exe') }))),
    ],
    [
      'the same in a list of its own objects',
      'files.active_content',
      'a.pdf',
      () => pdf((d) => d.context.register(d.context.obj([{ Next: [{ S: 'JavaScript' }] }]))),
    ],
    [
      'a file within a PDF',
      'files.active_content',
      'a.pdf',
      async () => {
        const document = await PDFDocument.create()
        document.addPage()
        await document.attach(Buffer.from('MZ'), 'a.exe')
        return Buffer.from(await document.save())
      },
    ],
    [
      'a locked PDF',
      'files.encrypted',
      'a.pdf',
      () =>
        pdf((d) => {
          d.context.trailerInfo.Encrypt = d.context.register(d.context.obj({ Filter: 'Standard', V: 1, R: 2 }))
        }),
    ],
    [
      'a DOCX with macros',
      'files.active_content',
      'a.docx',
      () => zip([...docxParts, { name: 'word/vbaProject.bin', content: 'x' }]),
    ],
    [
      'a macro file under another name',
      'files.active_content',
      'a.docx',
      () =>
        zip(
          docxParts.map((p) =>
            p.name.startsWith('[')
              ? { ...p, content: '<Types>application/vnd.ms-word.document.macroEnabled.main+xml</Types>' }
              : p,
          ),
        ),
    ],
    [
      'an object within',
      'files.active_content',
      'a.xlsx',
      () => zip([...xlsxParts, { name: 'xl/embeddings/oleObject1.bin', content: 'x' }]),
    ],
    [
      'a template fetched from outside',
      'files.active_content',
      'a.docx',
      () => zip([...docxParts, { name: 'word/_rels/settings.xml.rels', content: rels('attachedTemplate') }]),
    ],
    [
      'entities',
      'files.active_content',
      'a.docx',
      () => zip([...docxParts, { name: 'word/_rels/a.rels', content: '<!DOCTYPE x [<!ENTITY a "b">]>' }]),
    ],
    [
      'an attachment in an OFD',
      'files.active_content',
      'a.ofd',
      () =>
        zip([
          ...ofdParts,
          { name: 'Doc_0/Attachs/Attachments.xml', content: '<ofd:Attachments><ofd:Attachment ID="1"/></ofd:Attachments>' },
        ]),
    ],
    [
      'a DOCX with a password',
      'files.encrypted',
      'a.docx',
      () =>
        Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(504), Buffer.from('EncryptedPackage', 'utf16le')]),
    ],
    [
      'a locked entry',
      'files.encrypted',
      'a.docx',
      () => zip([...docxParts, { name: 'word/a.xml', content: 'x', flags: 0x801 }]),
    ],
    [
      'a name that leads out',
      'files.unreadable',
      'a.docx',
      () => zip([...docxParts, { name: '../../etc/cron.d/x', content: 'x' }]),
    ],
    ['an absolute name', 'files.unreadable', 'a.docx', () => zip([...docxParts, { name: '/etc/passwd', content: 'x' }])],
    [
      'two parts of one name',
      'files.unreadable',
      'a.docx',
      () => zip([...docxParts, { name: 'WORD/document.xml', content: 'x' }]),
    ],
  ])('%s', async (_what, code, name, make) => expect(await verdict(await make(), name)).toBe(code))

  test('an ordinary link in a DOCX is fine', async () => {
    const bytes = zip([...docxParts, { name: 'word/_rels/document.xml.rels', content: rels('hyperlink') }])
    expect(await verdict(bytes, 'a.docx')).toMatch(/wordprocessingml/)
  })
})

test('more files than may wait are told to come back, and those that waited are answered', async () => {
  const check = examiner({ ...limits, atOnce: 1, waiting: 2 })
  const bytes = await image('png')
  const verdicts = await Promise.all(Array.from({ length: 5 }, () => verdict(bytes, 'a.png', check)))
  expect(verdicts.filter((v) => v === 'image/png')).toHaveLength(3)
  expect(verdicts.filter((v) => v === 'files.busy')).toHaveLength(2)
  expect(await verdict(bytes, 'a.png', check)).toBe('image/png')
})
