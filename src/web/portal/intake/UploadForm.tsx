import { Icon } from '../../ui/Icon.tsx'
import type { FormState } from '../page.ts'
import { LineNote } from './parts.tsx'

/** What one file may weigh here. The server says the same when it examines the file. */
export const maxMegabytes = 20

/** Phones make a JPEG of their own formats when these are named. */
const accepted = 'image/jpeg,image/png,image/webp,image/tiff,application/pdf,.ofd,.docx,.xlsx'

type Props = {
  /** Of the material, and what it is called. */
  readonly code: string
  readonly name: string
  /** Whether something of it was handed in before. */
  readonly isGiven: boolean
  readonly problem: string | null
  readonly form: FormState
}

/** Hands in a file for a material: with script as soon as it is chosen, without by its button. */
export function UploadForm({ code, name, isGiven, problem, form }: Props) {
  return (
    <form
      method="post"
      encType="multipart/form-data"
      className={problem === null ? 'send' : 'send fld-err'}
      noValidate
      data-once
      data-send
    >
      <input type="hidden" name="key" value={`${form.key}${code}`} />
      <input type="hidden" name="material" value={code} />
      <p className="err" id={`p-${code}`} data-file-problem hidden={problem === null}>
        <Icon name="no" size="s" />
        <span>{problem}</span>
      </p>
      <input
        className="pick-file"
        type="file"
        name="file"
        accept={accepted}
        aria-label={`${isGiven ? '再加一份' : '选文件或者拍照'}：${name}`}
        aria-describedby={problem === null ? undefined : `p-${code}`}
        aria-invalid={problem !== null || undefined}
        data-max-megabytes={maxMegabytes}
      />
      <button className="act act-2 act-s" type="submit" data-without-script>
        <Icon name="up" size="s" />
        上传<span className="vh">：{name}</span>
      </button>
      <LineNote>文件还在本机，正在重试，传好了这里会变。请先不要关闭本页。</LineNote>
    </form>
  )
}
