import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { Refused } from '../../endpoint.ts'
import { callFile, NoAnswer, RefusedAnswer } from '../client.ts'
import { Key, useKey } from '../keys.tsx'
import { NoAnswerNote, Outline, RefusedNote } from './notes.tsx'

type Shown = { readonly url: string; readonly type: string }

/** Where a file comes from: an address of `addressOf`, with `body` the letter that an act would make. */
export type PaperSource = { readonly address: string; readonly body?: object }

type PaperProps = {
  source: PaperSource
  name: string
  isPrintable?: boolean
  /** Told once it is there to be read. */
  onShown?: () => void
}

/**
 * A letter or a scan, read in place by the browser's own viewer, with printing (P) and saving. A letter that was issued a moment ago is
 * waited for until it is printed.
 */
export function Paper({ source, name, isPrintable = true, onShown }: PaperProps) {
  const [shown, setShown] = useState<Shown | null>(null)
  const [refused, setRefused] = useState<Refused | null>(null)
  const [failure, setFailure] = useState<NoAnswer | null>(null)
  const [attempt, setAttempt] = useState(0)
  const frame = useRef<HTMLIFrameElement>(null)
  const wanted = `${source.address}${JSON.stringify(source.body ?? null)}`
  // biome-ignore lint/correctness/useExhaustiveDependencies: `wanted` is the source as a text, `attempt` asks again
  useEffect(() => {
    let isOver = false
    let url: string | null = null
    setShown(null)
    setRefused(null)
    setFailure(null)
    const load = async () => {
      try {
        const file = await fileOf(source, () => isOver)
        if (isOver) return
        url = URL.createObjectURL(file)
        setShown({ url, type: file.type })
        onShown?.()
      } catch (error) {
        if (isOver) return
        if (error instanceof RefusedAnswer) setRefused(error.refused)
        else setFailure(error instanceof NoAnswer ? error : new NoAnswer(null))
      }
    }
    void load()
    return () => {
      isOver = true
      if (url !== null) URL.revokeObjectURL(url)
    }
  }, [wanted, attempt])
  const print = () => frame.current?.contentWindow?.print()
  const isPdf = shown?.type === 'application/pdf'
  const isRead = isPdf && navigator.pdfViewerEnabled
  useKey('p', `打印${name}`, print, isPrintable && isRead)
  if (refused !== null) return <RefusedNote refused={refused} />
  if (failure !== null) return <NoAnswerNote failure={failure} again={() => setAttempt(attempt + 1)} />
  if (shown === null) return <Outline />
  return (
    <div className="paper">
      {isRead && <iframe ref={frame} src={shown.url} title={name} />}
      {shown.type.startsWith('image/') && <img src={shown.url} alt={name} />}
      {isPdf && !isRead && <p className="paper-none">这个浏览器不能直接显示 PDF，请存下来打开。</p>}
      <p className="row">
        {isPrintable && isRead && (
          <Button onClick={print}>
            打印 <Key name="p" />
          </Button>
        )}
        <a href={shown.url} download={name.includes('.') ? name : `${name}${extensions[shown.type] ?? ''}`}>
          存下来
        </a>
        <span className="mut">{name}</span>
      </p>
    </div>
  )
}

const extensions: Readonly<Record<string, string>> = { 'application/pdf': '.pdf', 'image/png': '.png', 'image/jpeg': '.jpg' }

/** A letter is printed by a job after the act: it is asked for again until it is there. */
async function fileOf({ address, body }: PaperSource, isOver: () => boolean): Promise<Blob> {
  for (let times = 1; ; times += 1) {
    try {
      return await callFile(address, body)
    } catch (error) {
      const isComing = error instanceof RefusedAnswer && error.refused.code === 'http.not_found' && body === undefined
      if (!isComing || times === 40 || isOver()) throw error
      await new Promise((done) => setTimeout(done, 500))
    }
  }
}
