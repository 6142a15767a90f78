import { readFileSync } from 'node:fs'
import { type Static, Type } from 'typebox'
import { Answers } from '../../catalogue/index.ts'
import { Entry, EntryCode } from './contract.ts'

const closed = { additionalProperties: false } as const
const Question = Type.String({ minLength: 2, maxLength: 100 })
const Name = Type.String({ minLength: 2, maxLength: 500 })

/** An item by its name in a catalogue; `known`: what the answers that lead here say of its situation. */
const Named = Type.Union([
  Name,
  Type.Object(
    { name: Name, known: Type.Optional(Answers), why: Type.Optional(Type.String({ minLength: 2, maxLength: 100 })) },
    closed,
  ),
])

const Leaf = Type.Object(
  { code: EntryCode, label: Type.String({ maxLength: 50 }), items: Type.Array(Named, { minItems: 1, maxItems: 20 }) },
  closed,
)
const head = { code: EntryCode, label: Type.String({ maxLength: 50 }), question: Question }
const Third = Type.Object({ ...head, answers: Type.Array(Leaf, { minItems: 2, maxItems: 20 }) }, closed)
const Second = Type.Object({ ...head, answers: Type.Array(Type.Union([Leaf, Third]), { minItems: 2, maxItems: 20 }) }, closed)
const Tree = Type.Object(
  { ...Entry.properties, question: Question, answers: Type.Array(Type.Union([Leaf, Second]), { minItems: 2, maxItems: 20 }) },
  closed,
)

/** A file under data/finder/guided: at most three questions deep. */
export const TreeFile = Type.Object(
  { source: Type.String({ maxLength: 200 }), entries: Type.Array(Tree, { maxItems: 100 }) },
  closed,
)

export type Tree = Static<typeof Tree>
export type Leaf = Static<typeof Leaf>
export type Branch = Static<typeof Second> | Static<typeof Third>
export type Answer = Branch | Leaf

const folder = new URL('../../../../data/finder/guided/', import.meta.url)

/** Every file of trees by name, as it stands. */
export const files: readonly (readonly [string, unknown])[] = ['person.json', 'body.json'].map((name) => [
  name,
  JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as unknown,
])

/** All trees, in their order. A test holds them against their shape and against the shipped catalogues. */
export const trees: readonly Tree[] = files.flatMap(([, file]) => (file as Static<typeof TreeFile>).entries)
