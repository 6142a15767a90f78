import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { lookup, openSecrets, seal, unseal } from './secrets.ts'

const folders: string[] = []
const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'yichuang 密钥 '))
  folders.push(folder)
  return folder
}
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})

describe('sealed values', () => {
  beforeEach(() => openSecrets(newFolder()))

  test('what was sealed comes out, and never stands in the box', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (value) => {
        const wellFormed = value.toWellFormed()
        expect(unseal('test', seal('test', wellFormed))).toBe(wellFormed)
      }),
    )
    expect(seal('test', '110100199003070007').includes('110100199003070007')).toBe(false)
  })

  test('the same value gives different boxes and one lookup', () => {
    expect(seal('test', '张三').equals(seal('test', '张三'))).toBe(false)
    expect(lookup('test', '张三').equals(lookup('test', '张三'))).toBe(true)
    expect(lookup('other', '张三').equals(lookup('test', '张三'))).toBe(false)
  })

  test('any changed bit is found', () => {
    const box = seal('test', '110100199003070007')
    for (let bit = 0; bit < box.length * 8; bit += 1) {
      const changed = Buffer.from(box)
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(() => unseal('test', changed)).toThrow()
    }
  })

  test('a box is worth nothing in another place, cut short, or under another key', () => {
    const box = seal('person.name:1', '张三')
    expect(() => unseal('person.name:2', box)).toThrow()
    expect(() => unseal('person.name:1', box.subarray(0, 20))).toThrow()
    openSecrets(newFolder())
    expect(() => unseal('person.name:1', box)).toThrow()
  })
})

describe('the key file', () => {
  test('is made once, for the owner alone, and read again', () => {
    const folder = newFolder()
    openSecrets(folder)
    const box = seal('test', '张三')
    const path = join(folder, 'keys', 'values.key')
    const first = readFileSync(path)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    openSecrets(folder)
    expect(readFileSync(path)).toEqual(first)
    expect(unseal('test', box)).toBe('张三')
  })

  test('a cut file stops the start instead of making another key', () => {
    const folder = newFolder()
    openSecrets(folder)
    writeFileSync(join(folder, 'keys', 'values.key'), 'short')
    expect(() => openSecrets(folder)).toThrow(/32 bytes/)
  })
})
