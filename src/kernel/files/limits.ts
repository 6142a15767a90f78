/** What a file may cost us. All of it is configuration; the defaults suit scans and office files of a service hall. */
export type FileLimits = {
  readonly maxBytes: number
  readonly maxPages: number
  /** Width times height of an image, before it is decoded. */
  readonly maxPixels: number
  readonly zip: {
    readonly maxEntries: number
    /** Bytes that come out of all entries together, counted while they flow. */
    readonly maxTotalBytes: number
    /** Bytes out for one byte in; asked only beyond `ratioFromBytes`, because small XML packs very well. */
    readonly maxRatio: number
    readonly ratioFromBytes: number
  }
  /** Bytes that the object and cross-reference streams of one PDF may unpack to. */
  readonly maxPdfObjectBytes: number
  /** Time for one file, after which it counts as unreadable. */
  readonly timeoutMs: number
  /** Files examined at the same time, and files that may wait for their turn. */
  readonly atOnce: number
  readonly waiting: number
}

const MiB = 1024 * 1024

export const defaultFileLimits: FileLimits = {
  maxBytes: 20 * MiB,
  maxPages: 500,
  maxPixels: 50_000_000,
  zip: { maxEntries: 2_000, maxTotalBytes: 200 * MiB, maxRatio: 200, ratioFromBytes: 10 * MiB },
  maxPdfObjectBytes: 64 * MiB,
  timeoutMs: 10_000,
  atOnce: 2,
  waiting: 30, // each holds its bytes in memory
}
