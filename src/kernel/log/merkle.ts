import { sm3 } from '../canonical.ts'

/**
 * Root of a Merkle tree after RFC 6962, section 2.1, with SM3 in place of SHA-256: leaves are hashed with a leading 0, inner
 * nodes with a leading 1, a list is split at the largest power of two below its length.
 */
export function rootOf(leaves: readonly Buffer[]): Buffer {
  if (leaves.length === 0) return sm3()
  let level = leaves.map(leafHash)
  while (level.length > 1) level = pairs(level)
  return first(level)
}

/** The hashes beside the way from a leaf to the root (RFC 6962, 2.1.1), nearest first. */
export function pathOf(leaves: readonly Buffer[], index: number): Buffer[] {
  if (!(index >= 0 && index < leaves.length)) throw new RangeError(`no leaf ${index} of ${leaves.length}`)
  const path: Buffer[] = []
  let level = leaves.map(leafHash)
  for (let at = index; level.length > 1; at >>= 1) {
    const beside = level[at ^ 1]
    if (beside !== undefined) path.push(beside)
    level = pairs(level)
  }
  return path
}

/** Whether a leaf at a place of a tree of `size` leaves leads by this path to this root. Anybody can do it without us. */
export function isIncluded(leaf: Buffer, index: number, size: number, path: readonly Buffer[], root: Buffer): boolean {
  if (!(index >= 0 && index < size)) return false
  let node = leafHash(leaf)
  let used = 0
  for (let at = index, last = size - 1; last > 0; at >>= 1, last >>= 1) {
    const isAlone = at === last && at % 2 === 0 // rises without a neighbour
    if (isAlone) continue
    const beside = path[used++]
    if (beside === undefined) return false
    node = at % 2 === 1 ? nodeHash(beside, node) : nodeHash(node, beside)
  }
  return used === path.length && node.equals(root)
}

/** Joining neighbours and letting a last one rise alone gives the same tree as splitting at powers of two. */
function pairs(level: readonly Buffer[]): Buffer[] {
  const above: Buffer[] = []
  for (let i = 0; i < level.length; i += 2) {
    const [left, right] = level.slice(i, i + 2)
    if (left !== undefined) above.push(right === undefined ? left : nodeHash(left, right))
  }
  return above
}

function leafHash(leaf: Buffer): Buffer {
  return sm3(Buffer.of(0), leaf)
}

function nodeHash(left: Buffer, right: Buffer): Buffer {
  return sm3(Buffer.of(1), left, right)
}

function first(level: readonly Buffer[]): Buffer {
  const [root] = level
  if (root === undefined) throw new Error('empty tree')
  return root
}
