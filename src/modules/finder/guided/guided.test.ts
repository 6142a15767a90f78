import { readdirSync, readFileSync } from 'node:fs'
import { Value } from 'typebox/value'
import { describe, expect, test } from 'vitest'
import { Path } from './contract.ts'
import { type Answer, files, type Leaf, type Tree, TreeFile, trees } from './data.ts'
import { follow, nameOf, namesBelow } from './rules.ts'

const items = new URL('../../../../data/items/', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, items), 'utf8')
const bare = (name: string) => name.normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, '')

type Row = { taskCode?: string; itemCode?: string; name: string }
const rows = ['guangdong_province_items.ndjson', 'guangan_district_items.ndjson'].flatMap((path) =>
  read(path)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row),
)
type Authored = { code: string; list: string | null; definition: { name?: string; situations?: Situation[] } }
type Situation = { code: string; answers: { code: string }[] }
const authored = readdirSync(new URL('authored/', items))
  .filter((name) => name !== 'area.json')
  .map((name) => JSON.parse(read(`authored/${name}`)) as Authored)
const nameOfAuthored = ({ code, definition }: Authored) =>
  definition.name ?? rows.find((row) => (row.taskCode ?? row.itemCode) === code)?.name ?? ''
const situationsOf = new Map(authored.map((one) => [bare(nameOfAuthored(one)), one.definition.situations ?? []]))
const shipped = new Set([...rows.map(({ name }) => bare(name)), ...situationsOf.keys()])

const paths = (node: Tree | Answer, path: string[] = []): { path: string; leaf: Leaf }[] =>
  'items' in node
    ? [{ path: path.join('.'), leaf: node }]
    : node.answers.flatMap((answer) => paths(answer, [...path, answer.code]))
const leaves = trees.flatMap((tree) => paths(tree).map(({ path, leaf }) => ({ tree, path, leaf, where: `${tree.code} ${path}` })))

describe('the trees that are shipped', () => {
  test.each(files)('%s has its shape: at most three questions', (_name, file) => {
    expect([...Value.Errors(TreeFile, file)]).toEqual([])
  })

  test('there are at least 25 beginnings, each with a code of its own, and 250 different items', () => {
    expect(new Set(trees.map(({ code }) => code)).size).toBe(trees.length)
    expect(trees.length).toBeGreaterThanOrEqual(25)
    expect(new Set(trees.flatMap(namesBelow).map(bare)).size).toBeGreaterThanOrEqual(250)
  })

  test.each(leaves)('$where leads to items of the shipped catalogues', ({ path, leaf }) => {
    const names = leaf.items.map(nameOf)
    expect(names.filter((name) => !shipped.has(bare(name)))).toEqual([])
    expect(new Set(names.map(bare)).size).toBe(names.length)
    expect(Value.Check(Path, path)).toBe(true)
  })

  test('answers of one question have codes and labels of their own', () => {
    const clashes = (node: Tree | Answer): string[] =>
      'items' in node
        ? []
        : [...clash(node.answers.map(({ code }) => code)), ...clash(node.answers.map(({ label }) => label))].concat(
            node.answers.flatMap(clashes),
          )
    const clash = (texts: string[]) => texts.filter((text, at) => texts.indexOf(text) !== at)
    expect(trees.flatMap(clashes)).toEqual([])
  })

  test('what answers tell of a situation is an answer that the item asks for; all described items with situations are led to', () => {
    const told = leaves.flatMap(({ where, leaf }) =>
      leaf.items.flatMap((named) =>
        typeof named === 'string' || named.known === undefined ? [] : [{ where, name: bare(named.name), known: named.known }],
      ),
    )
    const wrong = told.filter(({ name, known }) =>
      Object.entries(known).some(
        ([question, answer]) =>
          !situationsOf.get(name)?.some(({ code, answers }) => code === question && answers.some((one) => one.code === answer)),
      ),
    )
    expect(wrong).toEqual([])
    expect([...situationsOf.keys()].filter((name) => !told.some((one) => one.name === name))).toEqual([])
  })
})

describe('following answers', () => {
  const canji = trees.find(({ code }) => code === 'canji')
  if (canji === undefined) throw new Error('no tree')
  const all = () => true
  const only = (name: string) => (other: string) => other === name

  test.each(leaves)('$where is reached by its path', ({ tree, path, leaf }) => {
    expect(follow(tree, path.split('.'), all)).toMatchObject({
      leaf: { code: leaf.code },
      answered: path.split('.').map(() => ({})),
    })
  })

  test('each answer says how to come back to just before it', () => {
    const { answered } = follow(canji, ['zheng', 'self', 'home'], all)
    expect(answered.map(({ answer, path }) => [answer.code, path])).toEqual([
      ['zheng', null],
      ['self', 'zheng'],
      ['home', 'zheng.self'],
    ])
  })

  test('a branch that leads to nothing here is not offered', () => {
    const followed = follow(canji, [], only('残疾人证迁移'))
    expect(followed).toMatchObject({ leaf: null, choices: [{ code: 'huan', path: 'huan' }] })
    expect(follow(canji, ['huan'], only('残疾人证迁移'))).toMatchObject({ choices: [{ code: 'qian', path: 'huan.qian' }] })
  })

  test.each([
    { name: 'that there is not', codes: ['zheng', 'nobody', 'home'], has: all, left: 1 },
    { name: 'that leads to nothing here', codes: ['huan', 'diu'], has: only('残疾人证迁移'), left: 1 },
    { name: 'after nothing is left to choose', codes: ['zheng'], has: () => false, left: 0 },
  ])('an answer $name is as if not given', ({ codes, has, left }) => {
    const followed = follow(canji, codes, has)
    expect(followed.leaf).toBeNull()
    expect(followed.answered).toHaveLength(left)
  })
})
