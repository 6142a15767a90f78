import { type IdentifierCode, identifierNames } from '../../../modules/identity/contract.ts'
import type { FormState } from '../page.ts'

/** Kinds of document by which a citizen signs in, the usual first. */
const kinds: readonly IdentifierCode[] = ['111', 'HMT', '516', '511', '553', '414', '554']

/** Which document one holds; people of every origin find theirs. */
export function DocumentKind({ form }: { form: FormState }) {
  return (
    <div className="fieldset">
      <label className="label" htmlFor="kind">
        证件类型
      </label>
      <select className="field" id="kind" name="kind" defaultValue={form.said.get('kind') ?? '111'}>
        {kinds.map((code) => (
          <option key={code} value={code}>
            {identifierNames[code]}
          </option>
        ))}
      </select>
    </div>
  )
}
