import { Type } from 'typebox'
import { listDivisionsBelow, listProvinces, readDivision } from '../../endpoints/region.ts'
import { pathOf } from '../identity/next.ts'
import { page } from '../page.ts'
import { Form, RefusedNote } from '../parts.tsx'

/** Choosing where one looks for services, from province to village; kept on this device. */
export const placePage = page({
  path: '/place',
  who: 'anyone',
  query: Type.Object({
    in: Type.Optional(Type.String({ pattern: '^[0-9]{2,12}$', maxLength: 12 })),
    next: Type.Optional(Type.String({ maxLength: 500 })),
  }),
  title: () => '选择地区',
  load: async ({ ask, query }) => {
    if (query.in === undefined) return { chosen: null, below: (await ask(listProvinces, {})).divisions }
    const [chosen, { divisions }] = await Promise.all([
      ask(readDivision, { params: { code: query.in } }),
      ask(listDivisionsBelow, { params: { code: query.in } }),
    ])
    return { chosen, below: divisions }
  },
  render: ({ data: { chosen, below }, query, form, place }) => {
    const next = pathOf(query.next)
    const link = (code: string) => `/place?in=${code}&next=${encodeURIComponent(next)}`
    return (
      <div className="col">
        <h1 className="h1">您在哪里办事？</h1>
        <RefusedNote form={form} />
        {chosen !== null && (
          <>
            <nav className="crumbs" aria-label="已选到">
              <ol>
                <li>
                  <a href={`/place?next=${encodeURIComponent(next)}`}>全国</a>
                </li>
                {[...chosen.above].reverse().map(({ code, name }) => (
                  <li key={code}>
                    <a href={link(code)}>{name}</a>
                  </li>
                ))}
              </ol>
            </nav>
            <Form form={form}>
              <input type="hidden" name="place" value={chosen.division.code} />
              <p className="go">
                <button className="act" type="submit">
                  就选{chosen.division.name}
                </button>
              </p>
            </Form>
          </>
        )}
        {below.length > 0 && (
          <section className="sec" aria-labelledby="below">
            <h2 id="below" className="h2">
              {chosen === null ? '先选省、自治区、直辖市' : '或者再选细一点'}
            </h2>
            <ul className="places">
              {below.map(({ code, name }) => (
                <li key={code}>
                  <a href={link(code)}>{name}</a>
                </li>
              ))}
            </ul>
          </section>
        )}
        {chosen === null && place !== null && (
          <Form form={form}>
            <input type="hidden" name="place" value="" />
            <p className="go">
              <button className="act act-2" type="submit">
                不限地区
              </button>
            </p>
          </Form>
        )}
      </div>
    )
  },
  submit: async ({ ask, said, query }) => {
    const code = said.get('place') ?? ''
    if (code === '') return { goTo: pathOf(query.next), keep: { place: null } }
    const { division } = await ask(readDivision, { params: { code } })
    return { goTo: pathOf(query.next), keep: { place: division.code } }
  },
})
