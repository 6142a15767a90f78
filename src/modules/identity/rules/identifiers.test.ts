import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { identifierNames } from '../contract.ts'
import {
  bornOn,
  creditCheck,
  findIdentifierKind,
  identifierKinds,
  identifierProblem,
  normaliseIdentifier,
  organisationCheck,
  residentCheck,
} from './identifiers.ts'

const today = '2026-03-10'

/** What is wrong with a value as typed, or null. */
function problem(code: string, raw: string): string | null {
  const kind = findIdentifierKind(code)
  return kind === undefined ? 'unknown_kind' : identifierProblem(kind, normaliseIdentifier(code, raw), today)
}

test('every kind that has a name is checked by a rule', () =>
  expect(identifierKinds.map(({ code }) => code).toSorted()).toEqual(Object.keys(identifierNames).toSorted()))

// Synthetic numbers: aggregate region codes, sequence 000, or TEXT in the organisation part. None belongs to anybody.
describe('numbers that are right', () => {
  test.each([
    ['111', '110100199003070007'],
    ['111', '440300200012310001'],
    ['111', '510100202402290006'],
    ['111', '310100194910010002'],
    ['111', '33010019850606000X'],
    ['HMT', '810000198506150004'],
    ['HMT', '820000199208080008'],
    ['HMT', '830000197801010003'],
    ['553', '911840198805200007'],
    ['553', '931826199901010001'],
    ['553', '944392199202290009'],
    ['553', 'USA110190010101'],
    ['ORG', 'MATEXT01X'],
    ['ORG', 'TEXT00025'],
    ['ORG', '123456788'],
    ['USCC', '91110100MATEXT01X3'],
    ['USCC', '11510600TEXT00025W'],
    ['USCC', '52440300MJTEXT039K'],
    ['USCC', '92330100MATEXT044B'],
    ['USCC', '12370100TEXT0005XQ'],
    ['USCC', '11100000000013338W'],
    ['USCC', '115113010833722043'],
    ['USCC', '11511301008778183N'],
    ['USCC', '11370800MB28559184'],
    ['414', 'E00000001'],
    ['420', 'HJ0000001'],
    ['421', 'MA0000001'],
    ['511', '00000001'],
    ['512', 'T00000001'],
    ['513', 'C00000001'],
    ['513', 'CA0000001'],
    ['515', 'W00000001'],
    ['516', 'H00000001'],
    ['516', 'M0000000101'],
    ['517', 'L00000001'],
    ['518', 'D00000001'],
    ['554', 'AB1234567'],
  ])('%s %s', (code, value) => expect(problem(code, value)).toBeNull())

  test.each([
    ['MATEXT01-X', 'MATEXT01X'],
    ['TEXT0002-5', 'TEXT00025'],
    ['12345678-8', '123456788'],
  ])('the organisation code %s is shown with a hyphen and kept without', (displayed, kept) => {
    expect(normaliseIdentifier('ORG', displayed)).toBe(kept)
    expect(problem('ORG', displayed)).toBeNull()
  })
})

describe('numbers that are wrong say what is wrong', () => {
  test.each([
    ['111', '110100199003070000', 'check_digit'],
    ['111', '11010019900230000X', 'birth_date'], // 30 February; the check character is right
    ['111', '110100900307000', 'retired'],
    ['111', '110100209003070002', 'birth_date'], // not born yet
    ['111', '11010019900307007', 'length'],
    ['111', '110100 19900307\u00000007', 'characters'],
    ['111', '11010019900307000Ⅹ', 'characters'], // the Roman numeral ten
    ['111', '1101001990030700X7', 'characters'],
    ['111', '１１0100199003070000', 'check_digit'],
    ['111', '１٢0100199003070007', 'characters'], // an Arabic digit is not one of ours
    ['111', 'ı10100199003070007', 'characters'], // dotless i has no way to become a letter
    ['111', '911840198805200007', 'prefix'],
    ['111', '   ', 'empty'],
    ['111', '', 'empty'],
    ['HMT', '110100199003070007', 'prefix'],
    ['553', '110100199003070007', 'prefix'],
    ['553', 'US1110190010101', 'characters'],
    ['553', 'USA11019001010', 'shape'],
    ['ORG', 'MATEXT011', 'check_digit'],
    ['ORG', 'MATEXT01', 'length'],
    ['USCC', '91110100MATEXT01X0', 'check_digit'],
    ['USCC', '91110100MASEXT01X3', 'characters'],
    ['USCC', '9111010AMATEXT01X3', 'prefix'],
    ['USCC', '91110100MATEXT01X', 'length'],
    ['414', 'E1', 'shape'],
    ['414', "E1234567'--", 'characters'],
    ['516', 'H1234567', 'shape'],
    ['999', '1', 'unknown_kind'],
  ])('%s %j: %s', (code, value, expected) => expect(problem(code, value)).toBe(expected))
})

describe('one form', () => {
  test.each([
    ['111', '33010019850606000x', '33010019850606000X'],
    ['111', ' 110100 19900307 0007\n', '110100199003070007'],
    ['111', '１１０１００１９９００３０７０００７', '110100199003070007'],
    ['111', '33010019850606000ｘ', '33010019850606000X'],
    ['USCC', '９１110100ｍａTEXT01X3', '91110100MATEXT01X3'],
    ['414', 'e\u300000000001', 'E00000001'],
  ])('%s %j', (code, raw, expected) => expect(normaliseIdentifier(code, raw)).toBe(expected))

  test('is reached in one step', () => {
    fc.assert(
      fc.property(fc.constantFrom(...identifierKinds.map((kind) => kind.code)), fc.string({ unit: 'grapheme' }), (code, raw) => {
        const once = normaliseIdentifier(code, raw)
        expect(normaliseIdentifier(code, once)).toBe(once)
      }),
    )
  })
})

test('an address code that is on no list is no reason to refuse', () => {
  expect(problem('111', `129999${'19900307000'}${residentCheck('12999919900307000')}`)).toBeNull()
})

test.each([
  ['111', '110100199003070007', '1990-03-07'],
  ['HMT', '810000198506150004', '1985-06-15'],
  ['553', '944392199202290009', '1992-02-29'],
  ['553', 'USA110190010101', null],
  ['414', 'E00000001', null],
  ['USCC', '91110100MATEXT01X3', null],
])('%s %s tells the day of birth %s', (code, value, expected) => expect(bornOn(code, value)).toBe(expected))

describe('check characters', () => {
  const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 17, maxLength: 17 })

  test('of residents find any one wrong digit and any two neighbours swapped', () => {
    fc.assert(
      fc.property(digits, fc.nat(16), fc.nat(9), (number, at, digit) => {
        const check = residentCheck(number)
        const changed = number.slice(0, at) + digit + number.slice(at + 1)
        if (changed !== number) expect(residentCheck(changed)).not.toBe(check)
        const swapped = number.slice(0, at) + (number[at + 1] ?? '') + number.charAt(at) + number.slice(at + 2)
        if (at < 16 && swapped !== number) expect(residentCheck(swapped)).not.toBe(check)
      }),
    )
  })

  test('of credit codes find any one wrong character', () => {
    const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
    const codes = fc.string({ unit: fc.constantFrom(...alphabet), minLength: 17, maxLength: 17 })
    fc.assert(
      fc.property(codes, fc.nat(16), fc.constantFrom(...alphabet), (code, at, character) => {
        const changed = code.slice(0, at) + character + code.slice(at + 1)
        if (changed !== code) expect(creditCheck(changed)).not.toBe(creditCheck(code))
      }),
    )
  })

  test('of organisation codes agree with the credit codes of public bodies that hold them', () => {
    expect(['00001333', 'MATEXT01', 'TEXT0002'].map(organisationCheck)).toEqual(['8', 'X', '5'])
  })
})

test('no value, however strange, makes a check fail instead of answering', () => {
  fc.assert(
    fc.property(fc.constantFrom(...identifierKinds), fc.string({ unit: 'binary', maxLength: 40 }), (kind, raw) => {
      identifierProblem(kind, normaliseIdentifier(kind.code, raw), today)
    }),
  )
})
