import { Link } from '@tanstack/react-router'
import { Empty } from './notes.tsx'

/** There is no such page. */
export function NotFoundPage() {
  return (
    <section className="panel page">
      <Empty title="没有这一页" act={<Link to="/">回到今天</Link>}>
        地址可能不完整，或者这一页已经搬走。
      </Empty>
    </section>
  )
}
