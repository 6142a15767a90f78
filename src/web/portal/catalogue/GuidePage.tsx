import { Type } from 'typebox'
import { ItemCode } from '../../../modules/catalogue/contract.ts'
import { readDemand, readGuide } from '../../endpoints/catalogue.ts'
import { type Ask, page } from '../page.ts'
import { GuideView, type Shown, trailOf } from './guide/GuideView.tsx'

/** The guide 办事指南 in force: made of one version of the item, and of nothing else. Answers to its situations stand in the address. */
export const guidePage = page({
  path: '/items/:code',
  under: 'items',
  who: 'anyone',
  look: 'p-guide',
  params: Type.Object({ code: ItemCode }),
  load: async ({ ask, params, query }): Promise<Shown> => {
    const [guide, asked] = await Promise.all([ask(readGuide, { params }), demandFor(ask, params.code, answersIn(query))])
    return { guide, ...asked }
  },
  title: ({ data }) => data.guide.definition.name,
  trail: ({ data }) => trailOf(data),
  render: ({ data, today, time }) => <GuideView shown={data} today={today} time={time} />,
})

/** Answers as the form sends them: 'a.<question>=<answer>'. */
function answersIn(query: unknown): Record<string, string> {
  const answers: Record<string, string> = {}
  for (const [name, value] of Object.entries(query as object)) {
    const given = /^a\.([a-z][0-9A-Za-z]{0,19})$/.exec(name)?.[1]
    if (given !== undefined && /^[0-9A-Za-z]{1,20}$/.test(String(value))) answers[given] = String(value)
  }
  return Object.fromEntries(Object.entries(answers).slice(0, 20))
}

/** The demand for these answers; those to questions that do not arise, or that there are not, fall away. */
async function demandFor(ask: Ask, code: string, given: Record<string, string>) {
  const demandOf = (answers: Record<string, string>) => {
    const text = Object.entries(answers).map((pair) => pair.join(':'))
    return ask(readDemand, { params: { code }, query: text.length === 0 ? {} : { answers: text.join(',') } })
  }
  const first = await demandOf(given)
  const answers = Object.fromEntries(
    Object.entries(given).filter(([code, answer]) =>
      first.situations.some((one) => one.code === code && one.answers.some((choice) => choice.code === answer)),
    ),
  )
  const isAll = Object.keys(answers).length === Object.keys(given).length
  return { demand: isAll ? first : await demandOf(answers), answers }
}
