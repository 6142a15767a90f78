import { Button } from 'antd'
import { useId, useState } from 'react'
import type { ListedLayer } from '../../../modules/clock/contract.ts'
import { listDivisionsBelow, listPlaces, listProvinces } from '../../endpoints/region.ts'
import { Answer } from '../parts/notes.tsx'
import { type Asked, useAsk } from '../use-ask.ts'

const ranks: Readonly<Record<number, string>> = {
  0: '全国',
  1: '省',
  2: '市',
  3: '县区',
  4: '乡镇街道',
  5: '村社区',
  8: '服务场所',
  9: '窗口',
}

type Props = {
  of: Asked<{ layers: ListedLayer[] }>
  chosen: string
  /** Of the chosen layer. */
  name: string
  choose: (code: string) => void
}

/** The layers that have notices, the chosen one among them, and a way to any other. */
export function Layers({ of, chosen, name, choose }: Props) {
  return (
    <>
      <div className="ph">
        <h2 id="layers">层</h2>
        <span className="mut">近的盖过远的</span>
      </div>
      <Answer of={of}>
        {({ layers }) => (
          <ul className="lay">
            {layers.map((layer) => (
              <li key={layer.code}>
                <button type="button" aria-pressed={layer.code === chosen} onClick={() => choose(layer.code)}>
                  <b>{layer.name}</b>
                  <span className="mut">
                    {ranks[layer.rank]}，{layer.notices} 份通知
                    {layer.lastKnownOn !== null && (
                      <>
                        ，<span className="nb">最近 {layer.lastKnownOn}</span>
                      </>
                    )}
                  </span>
                </button>
              </li>
            ))}
            {!layers.some(({ code }) => code === chosen) && (
              <li>
                <button type="button" aria-pressed>
                  <b>{name}</b>
                  <span className="mut">没有自己的通知，按上面各层</span>
                </button>
              </li>
            )}
          </ul>
        )}
      </Answer>
      <Others choose={choose} />
    </>
  )
}

/** Any other layer: a service place, or a division found from the province down. */
function Others({ choose }: { choose: (code: string) => void }) {
  const [isOpen, setOpen] = useState(false)
  const [path, setPath] = useState<readonly string[]>([])
  if (!isOpen)
    return (
      <p className="row pad">
        <Button size="small" onClick={() => setOpen(true)}>
          另选一层
        </Button>
      </p>
    )
  const last = path.at(-1)
  const take = (code: string) => {
    choose(code)
    setOpen(false)
    setPath([])
  }
  return (
    <fieldset className="others">
      <legend>另选一层</legend>
      <Places choose={(code) => take(`place:${code}`)} />
      <Level label="省" of={null} choose={(code) => setPath([code])} />
      {path.map((code, n) => (
        <Level key={code} label="下一级" of={code} choose={(next) => setPath([...path.slice(0, n + 1), next])} />
      ))}
      <p className="row">
        <Button
          size="small"
          disabled={last === undefined}
          onClick={() => last !== undefined && take(`division:${last.padEnd(12, '0')}`)}
        >
          看这一区划
        </Button>
        <Button size="small" type="text" onClick={() => setOpen(false)}>
          收起
        </Button>
      </p>
    </fieldset>
  )
}

function Places({ choose }: { choose: (code: string) => void }) {
  const { data } = useAsk(listPlaces, { query: { limit: 100 } })
  const places = data?.places ?? []
  return places.length === 0 ? null : (
    <Choice label="服务场所" rows={places.map(({ code, name }) => ({ code, name }))} choose={choose} />
  )
}

function Level({ label, of, choose }: { label: string; of: string | null; choose: (code: string) => void }) {
  const top = useAsk(listProvinces, {}, { isOff: of !== null })
  const below = useAsk(listDivisionsBelow, { params: { code: of ?? '' } }, { isOff: of === null })
  const rows = (of === null ? top : below).data?.divisions ?? []
  return rows.length === 0 ? null : <Choice label={label} rows={rows} choose={choose} />
}

type Choosing = { label: string; rows: readonly { code: string; name: string }[]; choose: (code: string) => void }

function Choice({ label, rows, choose }: Choosing) {
  const id = useId()
  return (
    <p>
      <label htmlFor={id}>{label}</label>
      <select id={id} defaultValue="" onChange={({ target }) => choose(target.value)}>
        <option value="" disabled>
          请选择
        </option>
        {rows.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
    </p>
  )
}

/** What the days look like. */
export function Legend() {
  return (
    <section className="legend" aria-labelledby="legend">
      <h3 id="legend">图例</h3>
      <ul>
        {looks.map(({ look, day, words }) => (
          <li key={look}>
            <span className={`sw ${look}`} aria-hidden="true">
              {day}
            </span>{' '}
            {words}
          </li>
        ))}
      </ul>
    </section>
  )
}

const looks = [
  { look: 'holiday', day: 5, words: '放假' },
  { look: 'makeup', day: 14, words: '调休上班，计入' },
  { look: 'weekend', day: 7, words: '双休' },
  { look: 'closed', day: 17, words: '停止办公' },
  { look: 'provisional', day: 25, words: '暂定，安排未公布' },
  { look: 'now', day: 9, words: '今天' },
] as const
