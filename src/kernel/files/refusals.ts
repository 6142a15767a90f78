import { Type } from 'typebox'
import { refusalKind } from '../refusal.ts'

const none = Type.Object({}, { additionalProperties: false })

export const WrongType = refusalKind({
  code: 'files.wrong_type',
  status: 415,
  facts: Type.Object({ reason: Type.Enum(['not_allowed', 'name', 'frames']) }),
  message: ({ reason }) =>
    ({
      not_allowed: '仅接收 PDF、OFD、DOCX、XLSX 文件和 JPEG、PNG、WebP、TIFF 图片，请转换格式后重新上传。',
      name: '文件的扩展名与实际内容不一致，请核对后重新上传。',
      frames: '不接收多页或动态图片，请转换为 PDF 后重新上传。',
    })[reason],
})

export const TooLarge = refusalKind({
  code: 'files.too_large',
  status: 413,
  facts: Type.Object({ what: Type.Enum(['bytes', 'pages', 'pixels']), limit: Type.Integer() }),
  message: ({ what, limit }) =>
    ({
      bytes: `文件超过 ${Math.floor(limit / 1024 / 1024)} MB，请压缩或拆分后重新上传。`,
      pages: `文件超过 ${limit} 页，请拆分后重新上传。`,
      pixels: `图片超过 ${Math.floor(limit / 10_000)} 万像素，请缩小后重新上传。`,
    })[what],
})

export const Unreadable = refusalKind({
  code: 'files.unreadable',
  status: 422,
  facts: none,
  message: '文件为空、不完整或已损坏，无法读取，请重新生成后上传。',
})

export const Bomb = refusalKind({
  code: 'files.bomb',
  status: 422,
  facts: none,
  message: '文件解压后的内容过大或嵌套压缩文件，不予接收。',
})

export const Encrypted = refusalKind({
  code: 'files.encrypted',
  status: 422,
  facts: none,
  message: '文件已加密或设有密码，请解除后重新上传。',
})

export const ActiveContent = refusalKind({
  code: 'files.active_content',
  status: 422,
  facts: none,
  message: '文件含有宏、脚本、内嵌文件等可执行内容，请去除后重新上传。',
})

export const Busy = refusalKind({
  code: 'files.busy',
  status: 503,
  facts: none,
  message: '正在检查的文件较多，请稍后重新上传。',
})

/** Everything that examining a file may answer; for the `refuses` of routes that take one. */
export const fileRefusals = [WrongType, TooLarge, Unreadable, Bomb, Encrypted, ActiveContent, Busy] as const
