import { expect, test } from 'vitest'
import { findIdentifierKind } from './identifiers.ts'
import { maskIdentifier, maskName, maskPhone, normaliseName, normalisePhone } from './masks.ts'

test.each([
  ['111', '110100199003070007', '110***********0007'],
  ['553', 'USA110190010101', 'USA********0101'],
  ['414', 'E00000001', 'E******01'],
  ['USCC', '91110100MATEXT01X3', '91110100MATEXT01X3'],
])('%s %s is shown as %s', (code, value, expected) => {
  const kind = findIdentifierKind(code)
  expect(kind && maskIdentifier(kind, value)).toBe(expected)
})

test.each([
  ['13800008000', '138****8000'],
  ['010000000001', '**********01'],
  ['+8', '**'],
])('telephone %s is shown as %s', (phone, expected) => expect(maskPhone(phone)).toBe(expected))

test.each([
  ['张三', '张*'],
  ['欧阳明日香', '欧*'],
  ['𠮷田', '𠮷*'],
  ['', '*'],
])('name %s is shown as %s', (name, expected) => expect(maskName(name)).toBe(expected))

test.each([
  ['138 0000 8000', '13800008000'],
  ['+86-138-0000-8000', '13800008000'],
  ['００８６１３８００００８０００', '13800008000'],
  ['(0826) 5000000', '08265000000'],
  ['+85200000000', '+85200000000'],
  ['12345', null],
  ['13800008000\u0000', null],
  ['', null],
])('telephone %j is kept as %s', (raw, expected) => expect(normalisePhone(raw)).toBe(expected))

test.each([
  [' 张 三 ', '张 三'],
  ['Zoe\u0301', 'Zo\u00e9'],
  ['张\u0000三', null],
  ['张\ud800', null],
  ['  ', null],
  ['长'.repeat(201), null],
])('name %j is kept as %j', (raw, expected) => expect(normaliseName(raw)).toBe(expected))
