import { listPlaces } from '../../endpoints/region.ts'
import { page } from '../page.ts'
import { Halls } from './Halls.tsx'

/** Where people help 找人帮忙: a window near by, and how somebody else, or a clerk, goes on for me. */
export const helpPage = page({
  path: '/help',
  who: 'anyone',
  load: async ({ ask, place }) => {
    const area = place === null ? {} : { area: place.division.code }
    return (await ask(listPlaces, { query: { ...area, limit: 3 } })).places
  },
  title: () => '找人帮忙',
  render: ({ data: places, place }) => (
    <div className="col">
      <h1 className="h1">找人帮忙</h1>
      <p className="lede">网上会办的，窗口都能办；不会用手机，带身份证来，一样办。</p>
      <section className="sec" aria-labelledby="go">
        <h2 id="go" className="h2">
          {place === null ? '到大厅办' : `到${place.division.name}的大厅办`}
        </h2>
        {places.length === 0 ? (
          <p>
            这个地区还没有登记大厅。<a href="/place">换个地区看</a>
          </p>
        ) : (
          <Halls halls={places} />
        )}
        <p className="hint">
          {place === null && (
            <>
              <a href="/place">选地区</a>，就看到离您近的。
            </>
          )}
          法定节假日以公告为准。
        </p>
      </section>
      <section className="sec" aria-labelledby="half">
        <h2 id="half" className="h2">
          填到一半，让窗口接着填
        </h2>
        <p>
          打开<a href="/drafts">我的草稿</a>，按“生成续办码”，把码念给窗口，填过的都在。
        </p>
      </section>
      <section className="sec" aria-labelledby="kin">
        <h2 id="kin" className="h2">
          请家人替您办
        </h2>
        <p>
          您在窗口登记委托谁、办什么、到哪一天；对方用自己的账号就能替您填、替您看。您随时可以收回，别人看过您的什么，
          <a href="/me/seen">这里都有记录</a>。
        </p>
      </section>
      <section className="sec" aria-labelledby="ask">
        <h2 id="ask" className="h2">
          打电话问
        </h2>
        <p>
          每个事项的<a href="/items">办事指南</a>里写着它的咨询电话和监督电话。
        </p>
      </section>
    </div>
  ),
})
