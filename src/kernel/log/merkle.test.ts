import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sm3 } from '../canonical.ts'
import { isIncluded, pathOf, rootOf } from './merkle.ts'

/** RFC 6962, 2.1, word for word. */
function naiveRoot(leaves: readonly Buffer[]): Buffer {
  const [first] = leaves
  if (first === undefined) return sm3('')
  if (leaves.length === 1) return sm3(Buffer.of(0), first)
  const k = splitOf(leaves.length)
  return sm3(Buffer.of(1), naiveRoot(leaves.slice(0, k)), naiveRoot(leaves.slice(k)))
}

/** RFC 6962, 2.1.1, word for word. */
function naivePath(index: number, leaves: readonly Buffer[]): Buffer[] {
  if (leaves.length <= 1) return []
  const k = splitOf(leaves.length)
  return index < k
    ? [...naivePath(index, leaves.slice(0, k)), naiveRoot(leaves.slice(k))]
    : [...naivePath(index - k, leaves.slice(k)), naiveRoot(leaves.slice(0, k))]
}

function splitOf(n: number): number {
  let k = 1
  while (k * 2 < n) k *= 2
  return k
}

const trees = fc.array(
  fc.uint8Array({ maxLength: 8 }).map((bytes) => Buffer.from(bytes)),
  { maxLength: 70 },
)
const treesWithLeaf = trees
  .filter((leaves) => leaves.length > 0)
  .chain((leaves) => fc.tuple(fc.constant(leaves), fc.nat({ max: leaves.length - 1 })))

test('the root is that of RFC 6962', () => {
  fc.assert(fc.property(trees, (leaves) => rootOf(leaves).equals(naiveRoot(leaves))))
})

test('the path is that of RFC 6962 and leads to the root', () => {
  fc.assert(
    fc.property(treesWithLeaf, ([leaves, index]) => {
      const path = pathOf(leaves, index)
      expect(path).toEqual(naivePath(index, leaves))
      expect(isIncluded(leaves[index] as Buffer, index, leaves.length, path, rootOf(leaves))).toBe(true)
    }),
  )
})

test('a proof holds for its leaf, its place and its root only', () => {
  fc.assert(
    fc.property(treesWithLeaf, fc.nat(), ([leaves, index], n) => {
      const leaf = leaves[index] as Buffer
      const [path, root] = [pathOf(leaves, index), rootOf(leaves)]
      const size = leaves.length
      expect(isIncluded(Buffer.concat([leaf, Buffer.of(1)]), index, size, path, root)).toBe(false)
      expect(isIncluded(leaf, index, size, [...path, root], root)).toBe(false)
      expect(isIncluded(leaf, index, size, path, sm3(root))).toBe(false)
      if (path.length > 0) expect(isIncluded(leaf, index, size, path.slice(1), root)).toBe(false)
      expect(isIncluded(leaf, size + (n % 5), size, path, root)).toBe(false)
    }),
  )
})

test('a list that is longer by a copy of its end has another root', () => {
  const leaves = [1, 2, 3].map((n) => Buffer.of(n))
  expect(rootOf([...leaves, Buffer.of(3)])).not.toEqual(rootOf(leaves))
})

test('there is no path to a leaf that is not there', () => {
  expect(() => pathOf([], 0)).toThrow(RangeError)
})
