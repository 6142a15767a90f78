import type { Step } from './contract.ts'
import type { Answer, Branch, Leaf, Tree } from './data.ts'

/** The names of items that stand below. */
export function namesBelow(node: Tree | Answer): string[] {
  return 'items' in node ? node.items.map(nameOf) : node.answers.flatMap(namesBelow)
}

/** The name of an item as a leaf holds it. */
export function nameOf(named: Leaf['items'][number]): string {
  return typeof named === 'string' ? named : named.name
}

/** What following a path comes to: as far as it leads to items that are there. */
export type Followed = { readonly answered: Step['answered'] } & (
  | { readonly leaf: null; readonly question: string; readonly choices: Step['choices'] }
  | { readonly leaf: Leaf }
)

/**
 * Follows answers from the beginning of a tree. An answer that there is not, or that leads to nothing here, is as if not given: its question is
 * asked again; what leads to nothing is not offered.
 *
 * @param codes of the answers, in order
 * @param has   whether an item of this name is there
 */
export function follow(tree: Tree, codes: readonly string[], has: (name: string) => boolean): Followed {
  const leads = (answer: Answer) => namesBelow(answer).some(has)
  const answered: Step['answered'] = []
  let at: Tree | Branch = tree
  for (const code of codes) {
    const chosen: Answer | undefined = at.answers.find((answer) => answer.code === code && leads(answer))
    if (chosen === undefined) break
    const { label } = chosen
    answered.push({ question: at.question, answer: { code, label }, path: pathOf(answered) })
    if ('items' in chosen) return { answered, leaf: chosen }
    at = chosen
  }
  const choices = at.answers.filter(leads).map(({ code, label }) => ({ code, label, path: pathOf(answered, code) }))
  return { answered, leaf: null, question: at.question, choices }
}

function pathOf(answered: Step['answered']): string | null
function pathOf(answered: Step['answered'], next: string): string
function pathOf(answered: Step['answered'], next?: string): string | null {
  const codes = [...answered.map(({ answer }) => answer.code), ...(next === undefined ? [] : [next])]
  return codes.length === 0 ? null : codes.join('.')
}
