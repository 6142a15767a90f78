import { describe, expect, test } from 'vitest'
import { areCompatible, findRole, grantsOf, isInForce, placeOf, powers, roles } from './rules.ts'

describe('roles', () => {
  test('every role of the field has a preset', () => {
    const names = [
      '申请人',
      '代理人',
      '窗口工作人员',
      '审查人员',
      '首席代表',
      '部门负责人',
      '政务服务管理机构',
      '监督机关',
      '审改机构',
      '法制机构',
      '机构编制部门',
      '财政部门',
      '价格主管部门',
      '信息中心',
      '乡镇（街道）工作人员',
      '村（社区）代办员',
      '中介机构',
      '帮办人员',
      '热线人员',
    ]
    expect(roles.map((role) => role.name)).toEqual(expect.arrayContaining(names))
    expect(new Set(roles.map((role) => role.code)).size).toBe(roles.length)
  })

  test('every power is held by some role, and none twice in one', () => {
    expect(powers.filter((power) => !roles.some((role) => role.powers.includes(power)))).toEqual([])
    for (const role of roles) expect(new Set(role.powers).size, role.code).toBe(role.powers.length)
  })

  test('who acts by right of their own holds no power', () => {
    expect(roles.filter((role) => !role.isPost).flatMap((role) => role.powers)).toEqual([])
  })

  test('nobody accepts and decides alone, or proposes and confirms a voiding at the counter', () => {
    const alone = roles.filter((role) => role.powers.includes('intake.accept') && role.powers.includes('approval.decide'))
    expect(alone).toEqual([])
    expect(findRole('window_clerk')?.powers).not.toContain('casework.void_confirm')
  })

  test('each preset is compatible with itself', () => {
    for (const role of roles) expect(areCompatible([role.code]), role.code).toBe(true)
  })
})

test.each([
  [['administrator', 'window_clerk'], false],
  [['unit_administrator', 'approver'], false],
  [['administrator', 'supervision_organ'], false],
  [['unit_administrator', 'helper'], true],
  [['window_clerk', 'approver'], true],
  [['gone', 'administrator'], true],
])('%j in one hand: %s', (codes, expected) => expect(areCompatible(codes)).toBe(expected))

test.each([
  ['own', { authority: 'post:1', role: 'helper', organisation: 'A' }, [['catalogue.read_staff', 'A']]],
  [
    'all',
    { authority: 'post:1', role: 'reform_office', organisation: 'A' },
    [
      ['catalogue.read_staff', '*'],
      ['catalogue.import', '*'],
      ['finder.keep', '*'],
    ],
  ],
  ['all without an organisation', { authority: 'post:1', role: 'finance', organisation: null }, [['catalogue.read_staff', '*']]],
  ['own without an organisation', { authority: 'post:1', role: 'helper', organisation: null }, []],
  ['a role that is no more', { authority: 'post:1', role: 'gone', organisation: 'A' }, []],
])('grants of reach: %s', (_, held, expected) =>
  expect(grantsOf([held]).map(({ power, scope }) => [power, scope])).toEqual(expected),
)

const endedAt = new Date('2026-03-10T01:00:00.000Z')
test.each([
  ['on its first day', '2026-03-01', '2026-03-31', null, '2026-03-01', true],
  ['on its last day', '2026-03-01', '2026-03-31', null, '2026-03-31', true],
  ['before', '2026-03-01', null, null, '2026-02-28', false],
  ['after', '2026-03-01', '2026-03-31', null, '2026-04-01', false],
  ['on the day it was taken away', '2026-03-01', null, endedAt, '2026-03-10', false],
])('a term is in force %s', (_, fromOn, untilOn, ended, today, expected) =>
  expect(isInForce({ fromOn, untilOn, endedAt: ended }, today)).toBe(expected),
)

test.each([
  ['the named one when a post is there', 'B', ['A', 'B'], 'B'],
  ['none when no post is at the named one and there are several', 'C', ['A', 'B'], null],
  ['the only one whatever was named', 'C', ['A', 'A', null], 'A'],
  ['none without posts', 'A', [null], null],
])('place: %s', (_, named, places, expected) => expect(placeOf(named, places)).toBe(expected))
