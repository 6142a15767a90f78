import { Type } from 'typebox'
import type { Guide } from '../../../modules/catalogue/contract.ts'
import { readGuide } from '../../endpoints/catalogue.ts'
import { adoptVersion, readDraft, saveAnswer, uploadFile } from '../../endpoints/intake.ts'
import { page, type View } from '../page.ts'
import { answerAt, clockTime, type Draft, filesAt, loadDraft, standsFor } from './draft.ts'
import { MaterialRow } from './materials/MaterialRow.tsx'
import { Back, Changes, Errors, SavedLine } from './parts.tsx'
import { Qr } from './Qr.tsx'
import { DraftParams } from './shapes.ts'
import { maxMegabytes } from './UploadForm.tsx'

type Data = Draft & { readonly guide: Guide }
type Query = { readonly none?: string }

/** The materials 材料 that this situation asks for; each is handed in by itself. */
export const materialsPage = page({
  path: '/drafts/:id/materials',
  under: 'cases',
  who: 'signedIn',
  look: 'p-mat',
  script: 'apply',
  params: DraftParams,
  query: Type.Object({ none: Type.Optional(Type.String({ pattern: '^[0-9A-Za-z]{1,20}$', maxLength: 20 })) }),
  load: async (loading): Promise<Data> => {
    const draft = await loadDraft(loading, loading.params.id)
    return { ...draft, guide: await loading.ask(readGuide, { params: { code: draft.draft.itemCode }, query: {} }) }
  },
  title: ({ data }) => `材料 ${data.draft.itemName}`,
  isWrong: ({ query }) => query.none !== undefined,
  standsFor: ({ data }) => standsFor(data),
  render: (view) => <Materials {...view} />,
  submit: async ({ ask, said, files, params }) => {
    const here = `/drafts/${params.id}/materials`
    if (said.get('do') === 'adopt') {
      await ask(adoptVersion, { params, body: { versionId: said.get('version') ?? '' } })
      return { goTo: here }
    }
    const code = said.get('material') ?? ''
    const removed = said.get('remove')
    const file = files.get('file')
    if (removed === null && file === undefined) return { goTo: `${here}?none=${code.replace(/[^0-9A-Za-z]/g, '')}#m-${code}` }
    const fresh = file === undefined ? [] : [{ fileId: (await ask(uploadFile, { upload: file })).fileId }]
    const draft = await ask(readDraft, { params })
    const held = filesAt(draft, code)
    const kept = held.filter(({ fileId }) => fileId !== removed)
    const added = fresh.filter(({ fileId }) => !held.some((one) => one.fileId === fileId))
    const value = [...kept, ...added]
    const path = `material/${code}`
    const { rev } = answerAt(draft, path)
    if (value.length !== held.length || added.length > 0)
      await ask(saveAnswer, { params, body: { path, value: value.length === 0 ? null : value, rev } })
    return { goTo: `${here}#m-${code}` }
  },
})

function Materials({ data, form, query, origin }: View<unknown, Query, Data>) {
  const { draft, guide } = data
  const { materials } = draft.demand
  const list = `/drafts/${draft.draftId}`
  const given = materials.filter(({ code }) => filesAt(draft, code).length > 0).length
  const must = materials.filter(({ code, required }) => required && filesAt(draft, code).length === 0).length
  const spared = guide.definition.materials.length - materials.length
  const wrong = query.none ?? (form.refused === null ? null : form.said.get('material'))
  const problem = form.refused?.message ?? '还没有选文件：先选一个文件，再按“上传”'
  const waits = draft.sections.find(({ code }) => code === 'materials')?.state === 'blocked'
  const saved = draft.answers
    .filter(({ path }) => path.startsWith('material/'))
    .map(({ savedAt }) => savedAt)
    .sort()
    .at(-1)
  return (
    <div className="two">
      <div>
        <Back to={list}>任务清单</Back>
        <p className="cap">{draft.itemName}</p>
        <h1 className="h1">材料</h1>
        <SavedLine at={saved === undefined ? null : clockTime(saved)} />
        {wrong !== null && <Errors problems={[{ text: problem, to: `#m-${wrong}` }]} />}
        <Changes changes={draft.changes} form={form} />
        {waits ? (
          <p className="lede">
            要交哪些材料，看您的情形。<a href={list}>先回答办理情形</a>
          </p>
        ) : (
          <>
            <p className="tally">
              要交 <b className="num">{materials.length}</b> 样，交了 <b className="num">{given}</b> 样
              {must > 0 && (
                <>
                  ，
                  <span className="tally-you">
                    还差必交的 <b className="num">{must}</b> 样
                  </span>
                </>
              )}
              {spared > 0 && <span className="hint">　按您的情形，另外 {spared} 样不用交</span>}
            </p>
            <p className="hint">
              只收这张清单上的。照片、扫描件、PDF 都可以，每个不超过 {maxMegabytes} MB；照片要拍全四角、看得清字。
            </p>
            <ol className="mats">
              {materials.map((material) => (
                <MaterialRow
                  key={material.code}
                  material={material}
                  details={guide.definition.details?.materials[material.code]}
                  files={filesAt(draft, material.code)}
                  problem={wrong === material.code ? problem : null}
                  form={form}
                />
              ))}
            </ol>
            {must > 0 && <p className="hint">没交齐也可以提交：窗口会一次说清还要补什么，补齐后再受理。</p>}
          </>
        )}
        <div className="go go-stick">
          <a className="act" href={`${list}/check`}>
            继续：检查答案
          </a>
          <a className="lnk only-wide" href={list}>
            先存下，回任务清单
          </a>
        </div>
      </div>
      <aside className="aside hand" aria-label="用手机接着拍">
        <h2 className="h3">用手机接着拍</h2>
        <Qr text={`${origin}${list}/materials`} label="在手机上打开这一页的二维码" />
        <p className="hint">用手机扫一下，登录同一个账号，打开的就是这一页。拍完回到这里，重新打开本页就能看到。</p>
      </aside>
    </div>
  )
}
