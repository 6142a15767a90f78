import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { Refusal } from '../../../kernel/refusal.ts'
import { closed, Details, ItemCode, ItemDefinition, orNull, Unsound } from '../contract.ts'

/**
 * An item as our authors describe it: one file under data/items/authored. On an entry of a list it says only what the list does not;
 * an entry of the demo area (`list` null) it says whole.
 */
export const AuthoredItem = Type.Object(
  {
    code: ItemCode,
    /** The list whose entry it stands on; null for an entry of the demo area. */
    list: orNull(Type.String({ minLength: 1, maxLength: 200 })),
    definition: Type.Partial(Type.Omit(ItemDefinition, ['v', 'ruleSet', 'provenance', 'details']), closed),
    details: Type.Omit(Details, ['base', 'isDemo'], closed),
  },
  closed,
)
export type AuthoredItem = Static<typeof AuthoredItem>

const shape = Compile(AuthoredItem)

/** Reads a file of one authored item. @throws Refusal(Unsound) it has not the shape of one */
export function authoredFrom(text: string): AuthoredItem {
  const found: unknown = JSON.parse(text)
  if (shape.Check(found)) return found
  const faults = shape.Errors(found).slice(0, 5)
  throw new Refusal(Unsound, { faults: faults.map(({ instancePath, message }) => `${instancePath} ${message}`.slice(0, 200)) })
}
