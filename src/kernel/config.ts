import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { SetupError } from './setup-error.ts'

/** How this installation differs from another: read once, at the start, from the environment. */
export type Config = {
  /** PORT: the port to serve on; 0 takes any free one. */
  readonly port: number
  /** HOST: the address to serve on; the machine's own only, unless set. */
  readonly host: string
  /** YICHUANG_DATA: absolute path of the folder that holds database, files and keys. */
  readonly dataDir: string
  /** DATABASE_URL: a PostgreSQL server of one's own; null for the embedded one. */
  readonly databaseUrl: string | null
  /** YICHUANG_URL: where the public finds the platform, printed in letters; null: the address it serves on. */
  readonly publicUrl: string | null
  /** YICHUANG_PROXY: addresses or networks of the proxies in front, separated by commas; only theirs is the word on who calls. */
  readonly trustedProxies: readonly string[]
  /** YICHUANG_SMS, YICHUANG_SMS_KEY: the SMS gateway and the key it knows us by; null: nobody is told by SMS. */
  readonly sms: { readonly url: string; readonly key: string } | null
  /** YICHUANG_QUIET: hours in which no message leaves that can wait, in minutes of the day; null for 'off'. */
  readonly quiet: { readonly fromMinute: number; readonly untilMinute: number } | null
  /**
   * YICHUANG_MODEL, YICHUANG_MODEL_NAME, YICHUANG_MODEL_KEY, YICHUANG_MODEL_MS: where a local embedding model answers, what it is called
   * there, the key out of a file if it wants one, and how long a question waits for it; null: there is none.
   */
  readonly model: { readonly url: string; readonly name: string; readonly key: string | null; readonly limitMs: number } | null
  /** YICHUANG_PREPARED: whether statements are prepared by name; off behind a pooler that cannot keep them. */
  readonly isPrepared: boolean
  /** YICHUANG_POOL: connections of a process at most. */
  readonly poolSize: number
}

const own = [
  'YICHUANG_DATA',
  'YICHUANG_URL',
  'YICHUANG_PROXY',
  'YICHUANG_SMS',
  'YICHUANG_SMS_KEY',
  'YICHUANG_QUIET',
  'YICHUANG_MODEL',
  'YICHUANG_MODEL_NAME',
  'YICHUANG_MODEL_KEY',
  'YICHUANG_MODEL_MS',
  'YICHUANG_PREPARED',
  'YICHUANG_POOL',
]

/**
 * Reads and checks the configuration. An empty value counts as unset.
 *
 * @throws SetupError naming the variable that is wrong, or a YICHUANG_ variable that does not exist
 */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const unknown = Object.keys(env).find((name) => name.startsWith('YICHUANG_') && !own.includes(name))
  if (unknown !== undefined) throw wrong(`没有 ${unknown} 这个设置，可用的是 ${own.join('、')}`)
  return {
    port: integer(env, 'PORT', { unset: 8080, from: 0, to: 65_535 }),
    host: host(env),
    dataDir: resolve(env.YICHUANG_DATA || '.data'),
    databaseUrl: databaseUrl(env),
    publicUrl: publicUrl(env),
    trustedProxies: trustedProxies(env),
    sms: sms(env),
    quiet: quiet(env),
    model: model(env),
    isPrepared: choice(env, 'YICHUANG_PREPARED', ['on', 'off']) === 'on',
    poolSize: integer(env, 'YICHUANG_POOL', { unset: 16, from: 1, to: 500 }),
  }
}

type Env = Readonly<Record<string, string | undefined>>

function integer(env: Env, name: string, range: { unset: number; from: number; to: number }): number {
  const text = env[name] || String(range.unset)
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < range.from || value > range.to) {
    throw wrong(`${name} 应是 ${range.from} 到 ${range.to} 的整数，现在是“${text}”`)
  }
  return value
}

function choice(env: Env, name: string, options: readonly [string, ...string[]]): string {
  const text = env[name] || options[0]
  if (!options.includes(text)) throw wrong(`${name} 应是 ${options.join(' 或 ')}，现在是“${text}”`)
  return text
}

function host(env: Env): string {
  const text = env.HOST || '127.0.0.1'
  if (isIP(text) === 0 && !/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text))
    throw wrong(`HOST 应是 IP 地址或主机名，现在是“${text}”`)
  return text
}

function publicUrl(env: Env): string | null {
  const text = env.YICHUANG_URL || null
  if (text !== null && !/^https?:\/\/[^\s/?#]+(\/[^\s?#]*)?$/.test(text))
    throw wrong('YICHUANG_URL 应形如 https://zwfw.example.gov.cn')
  return text
}

function trustedProxies(env: Env): string[] {
  const list = (env.YICHUANG_PROXY || '').split(',').flatMap((text) => text.trim() || [])
  const isAddress = (text: string) => {
    const [address = '', bits, ...rest] = text.split('/')
    const most = isIP(address) === 6 ? 128 : 32
    return isIP(address) !== 0 && rest.length === 0 && (bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= most))
  }
  if (!list.every(isAddress)) throw wrong('YICHUANG_PROXY 应是用逗号分开的 IP 地址或网段，如 10.0.0.1,10.1.0.0/16')
  return list
}

/** The key is never quoted. */
function sms(env: Env): Config['sms'] {
  const [url, key] = [env.YICHUANG_SMS || null, env.YICHUANG_SMS_KEY || null]
  if (url !== null && !/^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/.test(url))
    throw wrong('YICHUANG_SMS 应形如 https://sms.example.gov.cn/v1')
  if (url === null && key === null) return null
  if (url === null || key === null) throw wrong('YICHUANG_SMS 和 YICHUANG_SMS_KEY 要么都设，要么都不设')
  if (!/^[\x21-\x7e]+$/.test(key)) throw wrong('YICHUANG_SMS_KEY 只能含可见的 ASCII 字符')
  return { url, key }
}

function model(env: Env): Config['model'] {
  const [url, name] = [env.YICHUANG_MODEL || null, env.YICHUANG_MODEL_NAME || null]
  const limitMs = integer(env, 'YICHUANG_MODEL_MS', { unset: 300, from: 20, to: 5_000 })
  const key = modelKey(env.YICHUANG_MODEL_KEY || null)
  if (url !== null && !/^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/.test(url))
    throw wrong('YICHUANG_MODEL 应形如 http://10.0.0.7:8080/v1')
  if (name !== null && !/^[\x21-\x7e]{1,200}$/.test(name)) throw wrong('YICHUANG_MODEL_NAME 只能含可见的 ASCII 字符，至多 200 个')
  if (url === null && name === null && key === null) return null
  if (url === null || name === null) throw wrong('YICHUANG_MODEL 和 YICHUANG_MODEL_NAME 要么都设，要么都不设')
  return { url, name, key, limitMs }
}

/** The key stands in a file, so that it shows in no list of processes; it is never quoted. */
function modelKey(path: string | null): string | null {
  if (path === null) return null
  const key = contentOf(path)?.trim()
  if (key === undefined) throw wrong(`YICHUANG_MODEL_KEY 应是一个能读的文件，现在是“${path}”`)
  if (!/^[\x21-\x7e]{1,1000}$/.test(key)) throw wrong('YICHUANG_MODEL_KEY 的文件里应只有密钥，只含可见的 ASCII 字符')
  return key
}

function contentOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

function quiet(env: Env): Config['quiet'] {
  const text = env.YICHUANG_QUIET || '21:00-08:00'
  if (text === 'off') return null
  const found = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$/.exec(text)
  if (found === null) throw wrong(`YICHUANG_QUIET 应形如 21:00-08:00，或者 off，现在是“${text}”`)
  const [, fromHour, fromMinute, untilHour, untilMinute] = found.map(Number) as [number, number, number, number, number]
  return { fromMinute: fromHour * 60 + fromMinute, untilMinute: untilHour * 60 + untilMinute }
}

/** Never quoted in the refusal: it holds a password. */
function databaseUrl(env: Env): string | null {
  const text = env.DATABASE_URL || null
  if (text !== null && !/^postgres(ql)?:\/\/[^\s]*\/[^\s/?]+(\?\S*)?$/.test(text)) {
    throw wrong('DATABASE_URL 应形如 postgres://用户:密码@主机:5432/数据库')
  }
  return text
}

function wrong(clause: string): SetupError {
  return new SetupError(`${clause}。`, { exitCode: 2 })
}
