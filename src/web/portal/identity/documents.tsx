import type { FormState } from '../page.ts'

/** Kinds of document by which a citizen signs in. @source GA/T 2000.156 */
const kinds = [
  { code: '111', name: '居民身份证' },
  { code: 'HMT', name: '港澳台居民居住证' },
  { code: '516', name: '港澳居民来往内地通行证' },
  { code: '511', name: '台湾居民来往大陆通行证' },
  { code: '553', name: '外国人永久居留身份证' },
  { code: '414', name: '普通护照' },
  { code: '554', name: '外国人居留证件' },
] as const

/** Which document one holds; people of every origin find theirs. */
export function DocumentKind({ form }: { form: FormState }) {
  return (
    <div className="fieldset">
      <label className="label" htmlFor="kind">
        证件类型
      </label>
      <select className="field" id="kind" name="kind" defaultValue={form.said.get('kind') ?? '111'}>
        {kinds.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
    </div>
  )
}
