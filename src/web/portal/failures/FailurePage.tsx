import { UnknownItem, UnknownVersion } from '../../../modules/catalogue/contract.ts'
import { factsOf, type Refused } from '../../endpoint.ts'
import { SearchForm } from '../catalogue/SearchForm.tsx'

/** Why there is no page, and what to do now. */
export type Failed = { readonly reference: string; readonly refused: Refused | null; readonly status: number }

export function titleOf({ status, refused }: Failed): string {
  if (refused === null) return '系统出错'
  if (factsOf(refused, UnknownItem) !== null) return '没有这个事项'
  if (factsOf(refused, UnknownVersion) !== null) return '没有这一版'
  return titles[status] ?? '这一步没有办成'
}

const titles: Readonly<Record<number, string>> = {
  401: '请先登录',
  403: '您不能看这一页',
  404: '没有找到这一页',
  429: '请稍等片刻',
  503: '系统暂时繁忙',
}

/** A refusal is an answer; an error says what was kept and under which number it can be asked for. */
export function FailurePage({ failed, path }: { failed: Failed; path: string }) {
  const { refused, reference } = failed
  return (
    <div className="col stack">
      <h1 className="h1">{titleOf(failed)}</h1>
      <p className="lede">
        {refused?.message ?? '这一步没有做成，已自动记录。此前保存和提交的内容都在，没有重复办理。请稍后再试。'}
      </p>
      {refused !== null && refused.source !== null && <p className="hint">依据：{refused.source}</p>}
      {failed.status === 404 && <SearchForm q="" />}
      <p className="row">
        {failed.status >= 500 || failed.status === 429 ? (
          <a className="act" href={path}>
            再试一次
          </a>
        ) : (
          <a className="act" href="/">
            回首页找事项
          </a>
        )}
        <a className="lnk" href="/cases">
          看我的办件
        </a>
      </p>
      <p className="small">
        编号 <span className="num">{reference}</span>　需要帮助时，请向工作人员提供此编号。
      </p>
    </div>
  )
}
