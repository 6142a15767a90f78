import sharp from 'sharp'
import { Refusal } from '../refusal.ts'
import type { FileLimits } from './limits.ts'
import { TooLarge, Unreadable, WrongType } from './refusals.ts'

/** An image as we keep it: turned upright, in sRGB, without metadata (place, device, thumbnails), never the bytes that came in. */
export type Image = { readonly mediaType: 'image/jpeg' | 'image/png'; readonly pixels: number; readonly content: Buffer }

/**
 * Decodes an image and writes it anew. Photos stay JPEG, everything else becomes PNG.
 *
 * @throws Refusal(Unreadable | TooLarge | WrongType)
 */
export async function rewriteImage(bytes: Buffer, type: string, limits: FileLimits): Promise<Image> {
  const { width, height, pages, hasAlpha } = await sharp(bytes, { limitInputPixels: false })
    .metadata()
    .catch(() => {
      throw new Refusal(Unreadable, {})
    })
  if ((pages ?? 1) > 1) throw new Refusal(WrongType, { reason: 'frames' })
  if (width * height > limits.maxPixels) throw new Refusal(TooLarge, { what: 'pixels', limit: limits.maxPixels })

  const isPhoto = type === 'image/jpeg' || (type === 'image/webp' && !hasAlpha)
  const upright = sharp(bytes, { limitInputPixels: limits.maxPixels, failOn: 'error', sequentialRead: true })
    .autoOrient()
    .timeout({ seconds: Math.ceil(limits.timeoutMs / 1000) })
  const content = await (isPhoto ? upright.jpeg({ quality: 90, chromaSubsampling: '4:4:4' }) : upright.png())
    .toBuffer()
    .catch(() => {
      throw new Refusal(Unreadable, {})
    })
  if (content.length > limits.maxBytes) throw new Refusal(TooLarge, { what: 'bytes', limit: limits.maxBytes })
  return { mediaType: isPhoto ? 'image/jpeg' : 'image/png', pixels: width * height, content }
}
