import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Address of the same database as the application's role, which can change no table. */
export function appUrlOf(ownerUrl: string, password: string | null): string {
  const user = password === null ? 'yichuang_app' : `yichuang_app:${encodeURIComponent(password)}`
  return ownerUrl.replace(/^(postgres(?:ql)?:\/\/)(?:[^/]*@)?/, `$1${user}@`)
}

/** The password of the application's role on a server of one's own: made at the first start, readable by the service alone. */
export function appPassword(dataDir: string): string {
  const folder = join(dataDir, 'keys')
  const path = join(folder, 'app-role')
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    writeFileSync(path, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx' })
  }
  return readFileSync(path, 'utf8').trim()
}
