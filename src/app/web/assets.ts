import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { SetupError } from '../../kernel/setup-error.ts'
import type { Built } from '../../web/portal/index.ts'

/** The web as it was built. */
export type WebFiles = {
  /** Styles and scripts of an entry, what it needs at once included. @param entry path of its source below src/web */
  built(entry: string): Built
  mount(app: FastifyInstance): void
}

type Manifest = Readonly<Record<string, { file: string; css?: readonly string[]; imports?: readonly string[] }>>
type Asset = { readonly type: string; readonly plain: Buffer; readonly gzip: Buffer | null; readonly brotli: Buffer | null }

const folder = fileURLToPath(new URL('../../../dist/web', import.meta.url))

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.woff2': 'font/woff2',
}

const mark = readFileSync(fileURLToPath(new URL('../../web/ui/mark.svg', import.meta.url)))

/**
 * Reads the built web into memory: some megabytes, each file as it is and compressed. Names carry a digest of the content, so that
 * browsers keep them for ever.
 *
 * @throws SetupError when nothing was built
 */
export function webFiles(): WebFiles {
  const path = join(folder, '.vite', 'manifest.json')
  if (!existsSync(path)) throw new SetupError('页面还没有生成：请先运行 node scripts/setup.mjs。')
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest
  const assets = readAssets(join(folder, 'assets'))
  return {
    built: (entry) => builtOf(manifest, entry),
    mount: (app) => {
      app.get('/favicon.svg', { schema: { hide: true } }, async (_request, reply) => reply.type(types['.svg'] ?? '').send(mark))
      app.get<{ Params: { name: string } }>('/assets/:name', { schema: { hide: true } }, async (request, reply) => {
        const asset = assets.get(request.params.name)
        if (asset === undefined) return reply.callNotFound()
        const [encoding, content] = encoded(asset, request)
        if (encoding !== null) reply.header('content-encoding', encoding)
        return reply
          .header('content-type', asset.type)
          .header('vary', 'accept-encoding')
          .header('cache-control', 'public, max-age=31536000, immutable')
          .send(content)
      })
    },
  }
}

function readAssets(path: string): ReadonlyMap<string, Asset> {
  const read = (name: string) => (existsSync(join(path, name)) ? readFileSync(join(path, name)) : null)
  const names = readdirSync(path).filter((name) => types[extname(name)] !== undefined)
  return new Map(
    names.map((name) => [
      name,
      {
        type: types[extname(name)] ?? '',
        plain: readFileSync(join(path, name)),
        gzip: read(`${name}.gz`),
        brotli: read(`${name}.br`),
      },
    ]),
  )
}

function encoded(asset: Asset, request: FastifyRequest): [string | null, Buffer] {
  const accepted = String(request.headers['accept-encoding'] ?? '')
  if (asset.brotli !== null && /\bbr\b/.test(accepted)) return ['br', asset.brotli]
  if (asset.gzip !== null && /\bgzip\b/.test(accepted)) return ['gzip', asset.gzip]
  return [null, asset.plain]
}

function builtOf(manifest: Manifest, entry: string): Built {
  const row = manifest[`src/web/${entry}`]
  if (row === undefined) throw new Error(`${entry} was not built`)
  const withImports = (key: string): readonly string[] => [key, ...(manifest[key]?.imports ?? []).flatMap(withImports)]
  const styles = withImports(`src/web/${entry}`).flatMap((key) => manifest[key]?.css ?? [])
  const isStyle = row.file.endsWith('.css')
  return {
    styles: [...new Set([...(isStyle ? [row.file] : []), ...styles])].map((file) => `/${file}`),
    scripts: isStyle ? [] : [`/${row.file}`],
  }
}
