import { expect, test } from 'vitest'
import type { Post } from '../../../modules/staff/contract.ts'
import { type Chosen, candidates, conflicts, missing } from './stand-in.ts'

const post = (id: string, account: string, name: string, substitutes: Post['substitutes'] = []): Post => ({
  id,
  account,
  name,
  role: 'approver',
  roleName: '审查人员',
  place: null,
  window: null,
  fromOn: '2026-01-01',
  untilOn: null,
  substitutes,
})
const chosen: Chosen = { post: 'p1', account: 'b', reason: 'leave', fromOn: '2026-03-02', untilOn: '2026-03-06' }

test.each<[string, Partial<Chosen>, string | null]>([
  ['everything', {}, null],
  ['no post', { post: null }, '选要代的岗位。'],
  ['nobody', { account: null }, '选由谁代。'],
  ['no reason', { reason: null }, '选原因。'],
  ['no first day', { fromOn: '' }, '写从哪天起。'],
  ['no last day', { untilOn: null }, '写到哪天止；只有固定 B 岗可以不写。'],
  ['no last day for a standing B post', { untilOn: '', reason: 'b_post' }, null],
  ['the wrong way round', { untilOn: '2026-03-01' }, '止日不能早于起日。'],
  ['one day', { untilOn: '2026-03-02' }, null],
])('what is still to be said: %s', (_, change, said) => expect(missing({ ...chosen, ...change })).toBe(said))

test('everybody else of the office can stand in, once', () => {
  const mine = post('p1', 'a', '甲')
  const posts = [
    mine,
    post('p2', 'b', '乙'),
    { ...post('p3', 'b', '乙'), roleName: '首席代表' },
    post('p4', 'a', '甲'),
    post('p5', 'c', ''),
  ]
  expect(candidates(posts, mine)).toEqual([{ account: 'b', name: '乙', roles: '审查人员、首席代表' }])
})

const standIn = (fromOn: string, untilOn: string | null, reason: 'leave' | 'b_post' = 'leave') => [
  { id: 's', account: 'c', name: '丙', reason, fromOn, untilOn },
]
test.each<[string, Post[], string[]]>([
  ['nobody is away', [post('p1', 'a', '甲'), post('p2', 'b', '乙')], []],
  ['somebody stands in already', [post('p1', 'a', '甲', standIn('2026-03-06', '2026-03-09'))], ['这些天丙已经在代这个岗位。']],
  ['somebody stood in before', [post('p1', 'a', '甲', standIn('2026-02-01', '2026-03-01'))], []],
  ['the substitute is away', [post('p2', 'b', '乙', standIn('2026-03-01', null))], ['所选的人这些天也有人代岗，可能不在。']],
  ['the substitute has a standing B post', [post('p2', 'b', '乙', standIn('2026-03-01', null, 'b_post'))], []],
])('what speaks against it: %s', (_, posts, said) => expect(conflicts(posts, chosen)).toEqual(said))
