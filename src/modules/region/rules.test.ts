import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chainOfCodes, divisionFaults, divisionsFrom, organisationsFrom } from './rules.ts'

const read = (file: string) => readFileSync(new URL(`../../../data/${file}`, import.meta.url), 'utf8')

test.each([
  { name: 'a county', code: '511602000000', chain: ['511602000000', '511600000000', '510000000000'] },
  { name: 'missing digits are zeros', code: '5116', chain: ['511600000000', '510000000000'] },
  { name: 'a province stands alone', code: '51', chain: ['510000000000'] },
  {
    name: 'a village has four above it',
    code: '511602001001',
    chain: ['511602001001', '511602001000', '511602000000', '511600000000', '510000000000'],
  },
  { name: 'a city without counties appears once', code: '441900003000', chain: ['441900003000', '441900000000', '440000000000'] },
])('chainOfCodes: $name', ({ code, chain }) => expect(chainOfCodes(code)).toEqual(chain))

test.each(['', '5', '5116020000001', '51160a', '５１'])('chainOfCodes refuses %j', (code) => {
  expect(() => chainOfCodes(code)).toThrow(RangeError)
})

test('a chain goes from the place to its province, each place standing under the next', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9]{2,12}$/), (code) => {
      const chain = chainOfCodes(code)
      expect(chain[0]).toBe(code.padEnd(12, '0'))
      expect(chain.at(-1)).toBe(`${code.slice(0, 2)}0000000000`)
      expect(chain.slice(1)).toEqual(chain[1] === undefined ? [] : chainOfCodes(chain[1]))
      expect(chain.length).toBeLessThanOrEqual(5)
    }),
  )
})

test('the lists that ship are without fault: 44,699 divisions down to streets, 2,422 villages', () => {
  const streets = divisionsFrom(read('divisions/divisions_province_to_street.csv'))
  const villages = divisionsFrom(read('divisions/villages.csv'))
  expect([streets.length, villages.length]).toEqual([44_699, 2_422])
  expect(divisionFaults([...streets, ...villages])).toEqual([])
})

const guangan = { code: '511602000000', name: '广安区', level: 3, parentCode: '511600000000' }

test.each([
  { name: 'a code with too few digits', row: { ...guangan, code: '511602' }, fault: 'code has not 12 digits' },
  { name: 'no name', row: { ...guangan, name: '' }, fault: 'no name' },
  {
    name: 'another parent than its digits say',
    row: { ...guangan, parentCode: '510000000000' },
    fault: 'its digits say 511600000000',
  },
  { name: 'a level that its digits exceed', row: { ...guangan, level: 2 }, fault: 'too many digits for level 2' },
  { name: 'no such level', row: { ...guangan, level: 6 }, fault: 'too many digits for level 6' },
  {
    name: 'a province that is not level 1',
    row: { ...guangan, code: '510000000000', level: 2, parentCode: null },
    fault: 'only level 1',
  },
])('divisionFaults: $name', ({ row, fault }) => expect(divisionFaults([row])).toEqual([expect.stringContaining(fault)]))

test('divisionFaults: the same code twice', () => {
  expect(divisionFaults([guangan, guangan])).toEqual(['511602000000 广安区: stands twice'])
})

test('organisationsFrom keeps one name a code, the one with most items', () => {
  expect(organisationsFrom(read('orgs/departments.csv'))).toHaveLength(207)
  expect(organisationsFrom('uscc,dept,areaCode,itemCount\nA,区住建局,511602000000,62\nA,区规划局,511602000000,3\n')).toEqual([
    { uscc: 'A', name: '区住建局', divisionCode: '511602000000' },
  ])
})
