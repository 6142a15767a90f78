import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { readConfig } from './config.ts'

test('unset and empty variables take what suits a first look: this machine only, its own database', () => {
  const plain = {
    port: 8080,
    host: '127.0.0.1',
    dataDir: resolve('.data'),
    databaseUrl: null,
    publicUrl: null,
    trustedProxies: [],
    sms: null,
    quiet: { fromMinute: 21 * 60, untilMinute: 8 * 60 },
    model: null,
    isPrepared: true,
    poolSize: 16,
  }
  expect(readConfig({})).toEqual(plain)
  expect(
    readConfig({ PORT: '', HOST: '', YICHUANG_DATA: '', DATABASE_URL: '', YICHUANG_PREPARED: '', YICHUANG_POOL: '' }),
  ).toEqual(plain)
})

test('what is set is taken', () => {
  const databaseUrl = 'postgres://app:s%40@db.example:6432/yichuang?sslmode=require'
  expect(
    readConfig({
      PORT: '0',
      HOST: '::',
      YICHUANG_DATA: '/srv/一窗',
      DATABASE_URL: databaseUrl,
      YICHUANG_URL: 'https://zwfw.example.gov.cn/yichuang',
      YICHUANG_PROXY: '10.0.0.1, fd00::/8',
      YICHUANG_SMS: 'https://sms.example.gov.cn/v1',
      YICHUANG_SMS_KEY: 'k3y',
      YICHUANG_QUIET: '12:30-14:00',
      YICHUANG_MODEL: 'http://10.0.0.7:8080/v1',
      YICHUANG_MODEL_NAME: 'bge-m3',
      YICHUANG_PREPARED: 'off',
      YICHUANG_POOL: '32',
    }),
  ).toEqual({
    port: 0,
    host: '::',
    dataDir: '/srv/一窗',
    databaseUrl,
    publicUrl: 'https://zwfw.example.gov.cn/yichuang',
    trustedProxies: ['10.0.0.1', 'fd00::/8'],
    sms: { url: 'https://sms.example.gov.cn/v1', key: 'k3y' },
    quiet: { fromMinute: 750, untilMinute: 840 },
    model: { url: 'http://10.0.0.7:8080/v1', name: 'bge-m3', key: null, limitMs: 300 },
    isPrepared: false,
    poolSize: 32,
  })
})

test.each([
  { PORT: '80a' },
  { PORT: '-1' },
  { PORT: '65536' },
  { PORT: '8080.5' },
  { HOST: 'a b' },
  { HOST: 'http://x' },
  { DATABASE_URL: 'mysql://a/b' },
  { DATABASE_URL: 'postgres://host' },
  { YICHUANG_URL: 'zwfw.example' },
  { YICHUANG_URL: 'https://a b' },
  { YICHUANG_PROXY: 'all' },
  { YICHUANG_PROXY: '10.0.0.1/33' },
  { YICHUANG_SMS: 'sms.example', YICHUANG_SMS_KEY: 'k' },
  { YICHUANG_SMS: 'https://sms.example' },
  { YICHUANG_SMS_KEY: 'k' },
  { YICHUANG_SMS_KEY: '密', YICHUANG_SMS: 'https://sms.example' },
  { YICHUANG_QUIET: '9-17' },
  { YICHUANG_QUIET: '24:00-08:00' },
  { YICHUANG_MODEL: 'ftp://10.0.0.7', YICHUANG_MODEL_NAME: 'bge-m3' },
  { YICHUANG_MODEL: 'http://user:word@10.0.0.7/v1', YICHUANG_MODEL_NAME: 'bge-m3' },
  { YICHUANG_MODEL: 'http://10.0.0.7/v1' },
  { YICHUANG_MODEL_NAME: 'bge-m3' },
  { YICHUANG_MODEL_NAME: '模型', YICHUANG_MODEL: 'http://10.0.0.7/v1' },
  { YICHUANG_MODEL_KEY: 'no-such-file' },
  { YICHUANG_MODEL_MS: '5' },
  { YICHUANG_PREPARED: 'yes' },
  { YICHUANG_POOL: '0' },
  { YICHUANG_POOL: '501' },
  { YICHUANG_DATE: '.data' },
])('%o is refused in one sentence that names the variable', (env) => {
  const [name = ''] = Object.keys(env)
  expect(() => readConfig(env)).toThrow(new RegExp(`^[^。]*${name}[^。]*。$`))
})

test('nobody is left undisturbed where the quiet hours are off', () => {
  expect(readConfig({ YICHUANG_QUIET: 'off' }).quiet).toBeNull()
})

test('the key of a local model is read from its file, and never quoted', () => {
  const folder = mkdtempSync(join(tmpdir(), 'yichuang-config-'))
  const path = join(folder, 'key')
  const set = {
    YICHUANG_MODEL: 'http://[::1]:8080/v1',
    YICHUANG_MODEL_NAME: 'm',
    YICHUANG_MODEL_KEY: path,
    YICHUANG_MODEL_MS: '150',
  }
  try {
    writeFileSync(path, 'k3y\n')
    expect(readConfig(set).model).toEqual({ url: 'http://[::1]:8080/v1', name: 'm', key: 'k3y', limitMs: 150 })
    writeFileSync(path, 'geheim geheim')
    expect(() => readConfig(set)).toThrow(/^((?!geheim).)*YICHUANG_MODEL_KEY((?!geheim).)*$/)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('a wrong database address is refused without showing its password', () => {
  expect(() => readConfig({ DATABASE_URL: 'postgres://u:geheim@host' })).toThrow(/^((?!geheim).)*$/)
})
