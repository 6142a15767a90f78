import { Button } from 'antd'
import { useRef, useState } from 'react'
import { uploadFile } from '../../../endpoints/intake.ts'
import { Key, useKey } from '../../keys.tsx'
import { EffectNote } from '../../parts/notes.tsx'
import { useAct } from '../../use-act.tsx'

type Props = { label: string; isGiven?: boolean; keyName?: string; isOn?: boolean; onUploaded: (fileId: string) => void }

/** As much as the platform takes at once. */
const mostBytes = 25 << 20

/** Takes a scan or a file 扫描、上传; what is wrong with it is said in place. */
export function Upload({ label, isGiven = false, keyName, isOn = true, onUploaded }: Props) {
  const picker = useRef<HTMLInputElement>(null)
  const [isTooLarge, setTooLarge] = useState(false)
  const upload = useAct(uploadFile, { onDone: ({ fileId }) => onUploaded(fileId) })
  const send = async (file: File | undefined) => {
    if (file === undefined) return
    setTooLarge(file.size > mostBytes)
    if (file.size > mostBytes) return
    const content = new Uint8Array(await file.arrayBuffer())
    if (picker.current !== null) picker.current.value = ''
    await upload.run({ upload: { name: file.name, content } })
  }
  useKey(keyName ?? 'u', `上传${label}`, () => picker.current?.click(), keyName !== undefined && isOn)
  return (
    <>
      <input
        ref={picker}
        className="vh"
        type="file"
        tabIndex={-1}
        aria-label={label}
        onChange={(event) => void send(event.target.files?.[0])}
      />
      <Button size="small" disabled={upload.isBusy} onClick={() => picker.current?.click()}>
        {isGiven ? `${label}：换一份` : `上传${label}`} {keyName !== undefined && isOn && <Key name={keyName} />}
      </Button>
      {isTooLarge && <EffectNote kind="cannot">文件超过 25 MB，没有发送：请降低扫描分辨率，或分成几份。</EffectNote>}
      {upload.note()}
    </>
  )
}
