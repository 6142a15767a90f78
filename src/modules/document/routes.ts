import { Type } from 'typebox'
import type { Tx } from '../../kernel/db/index.ts'
import { type BlobStore, type Examined, type Examiner, fileRefusals } from '../../kernel/files/index.ts'
import { type Actor, type Route, route } from '../../kernel/http/index.ts'
import type { Now } from '../../kernel/now.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { FileId, NoFile, UnknownFile, Uploaded } from './contract.ts'
import { type FileRecord, findFile, keepFile, openFile } from './service/files.ts'

/** Whether an actor may read a file that is not their own upload: asked of the modules that know its case. */
export type MayRead = (tx: Tx, actor: Actor, file: FileRecord, now: Now) => Promise<boolean>

/** The routes of files. `examine` and `blobs` are made once at start; `mayRead` comes from the modules above. */
export function fileRoutes({
  blobs,
  examine,
  mayRead,
}: {
  blobs: BlobStore
  examine: Examiner
  mayRead: MayRead
}): readonly Route[] {
  return [
    route({
      method: 'POST',
      path: '/files',
      summary: '上传材料文件',
      who: 'signedIn',
      upload: true,
      reply: Uploaded,
      refuses: [NoFile, ...fileRefusals],
      prepare: async (upload) => {
        if (upload === null) throw new Refusal(NoFile, {})
        return examine(upload.content, upload.name)
      },
      handle: async (tx, { actor, now, upload, prepared }) => {
        if (upload === null) throw new Refusal(NoFile, {})
        const found = prepared as Examined
        const { name: _, ...kept } = await keepFile(
          tx,
          blobs,
          found,
          { name: upload.name, uploadedBy: actor.id, caseId: null },
          now,
        )
        return kept
      },
    }),
    route({
      method: 'GET',
      path: '/files/:id',
      summary: '下载文件',
      who: 'signedIn',
      params: Type.Object({ id: FileId }, { additionalProperties: false }),
      reply: 'file',
      refuses: [UnknownFile],
      handle: async (tx, { actor, now, params }) => {
        const file = await findFile(tx, params.id)
        if (file === null || !(file.uploadedBy === actor.id || (await mayRead(tx, actor, file, now))))
          throw new Refusal(UnknownFile, {})
        return { name: file.name, mediaType: file.mediaType, content: openFile(blobs, file) }
      },
    }),
  ]
}
