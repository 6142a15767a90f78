import { Type } from 'typebox'
import { ItemCode } from '../../../modules/catalogue/contract.ts'
import { listVersions, readGuide } from '../../endpoints/catalogue.ts'
import { dayAt, dayText } from '../../ui/words.ts'
import { page } from '../page.ts'
import { GuideView, guidePath, type Shown, trailOf } from './guide/GuideView.tsx'
import { limitOr } from './guide/texts.ts'

/** A version of the guide under its permanent address, as it was. */
export const versionPage = page({
  path: '/items/:code/versions/:no',
  under: 'items',
  who: 'anyone',
  look: 'p-guide',
  params: Type.Object({ code: ItemCode, no: Type.Integer({ minimum: 1, maximum: 1_000_000 }) }),
  load: async ({ ask, params: { code, no } }): Promise<Shown> => {
    const guide = await ask(readGuide, { params: { code }, query: { version: no } })
    const inForce = await ask(readGuide, { params: { code } })
    return { guide, demand: null, answers: {}, inForce: inForce.version.no }
  },
  title: ({ data: { guide } }) => `${guide.definition.name}（第 ${guide.version.no} 版）`,
  trail: ({ data }) => trailOf(data),
  render: ({ data, today, time }) => <GuideView shown={data} today={today} time={time} />,
})

/** All versions of an item, newest first: since when, by whom, with which limits. */
export const versionsPage = page({
  path: '/items/:code/versions',
  under: 'items',
  who: 'anyone',
  params: Type.Object({ code: ItemCode }),
  load: async ({ ask, params }) => {
    const [guide, { versions }] = await Promise.all([ask(readGuide, { params }), ask(listVersions, { params })])
    return { guide, versions }
  },
  title: ({ data: { guide } }) => `${guide.definition.name}的历次版本`,
  trail: ({ data: { guide } }) => [
    { name: '事项', path: '/items' },
    { name: guide.definition.name, path: guidePath(guide.code) },
  ],
  render: ({ data: { guide, versions }, today }) => (
    <div className="col">
      <h1 className="h1">历次版本</h1>
      <p className="lede">{guide.definition.name}。每一版发布后不再改动，地址永久有效；办件按收件时的版本办理。</p>
      <ul className="rows grants">
        {versions.map(({ no, effectiveAt, source, approval, legalLimit, promisedLimit, digest }) => (
          <li key={no}>
            <h2 className="h3">
              <a href={`${guidePath(guide.code)}/versions/${no}`}>第 {no} 版</a>
              {no === guide.version.no && '（现行）'}
            </h2>
            <p>
              {dayText(dayAt(effectiveAt), today)}起用，法定{limitOr(legalLimit, '时限未公布')}，承诺
              {limitOr(promisedLimit, '时限未公布')}
            </p>
            <p className="hint">
              {source}；{approval}
            </p>
            <p className="small digest">内容摘要（SM3）{digest}</p>
          </li>
        ))}
      </ul>
    </div>
  ),
})
