import { type Static, Type } from 'typebox'
import { refusalKind } from '../../kernel/refusal.ts'
import { uuidPattern } from '../../kernel/uuid.ts'

const closed = { additionalProperties: false } as const

export const FileId = Type.String({ pattern: uuidPattern, maxLength: 36 })

/** A file that was found sound and is kept. `digest` is the SM3 of the kept bytes. */
export const KeptFile = Type.Object(
  {
    fileId: FileId,
    name: Type.String({ maxLength: 200 }),
    digest: Type.String({ pattern: '^[0-9a-f]{64}$', maxLength: 64 }),
    mediaType: Type.String({ maxLength: 100 }),
    bytes: Type.Integer({ minimum: 1 }),
    pages: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]),
    pixels: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]),
  },
  closed,
)
export type KeptFile = Static<typeof KeptFile>

/** The answer to an upload: without the name, because answers are kept for repeated requests and erasing does not reach them. */
export const Uploaded = Type.Omit(KeptFile, ['name'], closed)

/**
 * How far a material may be trusted 可信等级: A issued by the competent body, B compared with the original at a window,
 * C a licence the applicant uploaded, D made by the applicant, who answers for it.
 *
 * @source 国办函〔2016〕108号 附件
 */
export const Trust = Type.Enum(['A', 'B', 'C', 'D'])
export type Trust = Static<typeof Trust>

/** How a material was handed in. */
export const MaterialForm = Type.Enum(['electronic', 'original', 'copy'])
export type MaterialForm = Static<typeof MaterialForm>

/** Not there, not handed in yet by this account, or not theirs to see: which of these is not told. */
export const UnknownFile = refusalKind({
  code: 'document.unknown_file',
  status: 404,
  facts: Type.Object({}, closed),
  recorded: true,
  message: '没有找到这个文件，或者您无权查看。',
})

export const NoFile = refusalKind({
  code: 'document.no_file',
  status: 400,
  facts: Type.Object({}, closed),
  message: '请选择要上传的文件。',
})

/** A material without the right to be compared: already compared, replaced, or of a kind that needs no comparing. */
export const NotToBeChecked = refusalKind({
  code: 'document.not_to_be_checked',
  status: 409,
  facts: Type.Object({}, closed),
  message: '该材料不需要核验原件，或者已经核验。',
})

/** @source GB/T 9704-2012 7.2.5: a number begins with the short name of the authority */
export const NoOrganName = refusalKind({
  code: 'document.no_organ_name',
  status: 409,
  facts: Type.Object({}, closed),
  message: '本机关尚未设置文号使用的机关代字，暂不能制发文书，请联系管理员。',
})

export const MissingGlyph = refusalKind({
  code: 'document.missing_glyph',
  status: 422,
  facts: Type.Object({ characters: Type.Array(Type.String({ maxLength: 4 }), { maxItems: 50 }) }, closed),
  message: ({ characters }) => `文书字库中没有以下字符，无法正确印制：${characters.join('、')}，请核对文字或联系管理员。`,
})

export const UnknownDocument = refusalKind({
  code: 'document.unknown_document',
  status: 404,
  facts: Type.Object({}, closed),
  message: '没有找到这份文书，或者文书已经作废。',
})
