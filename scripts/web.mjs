// Builds the web into dist/web, when anything that went into it has changed. `node scripts/web.mjs` builds; the set-up calls it too.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const root = fileURLToPath(new URL('..', import.meta.url))
const out = join(root, 'dist', 'web')
const stamp = join(out, '.built')

/** What a browser loads first; everything else hangs on these. */
const entries = [
  'src/web/portal/citizen.css',
  'src/web/portal/scripts/page.ts',
  'src/web/portal/scripts/apply.ts',
  'src/web/portal/scripts/search.ts',
  'src/web/desk/main.tsx',
]

/** Whether what is built is what would be built now. */
export function isBuilt() {
  if (!existsSync(stamp)) return false
  const { files, digest } = JSON.parse(readFileSync(stamp, 'utf8'))
  return files.every((file) => existsSync(join(root, file))) && digest === digestOf(files)
}

/** Builds the web anew. @returns how long it took, in milliseconds */
export async function buildWeb() {
  const startedAt = performance.now()
  const { build } = await import('vite')
  const { default: react } = await import('@vitejs/plugin-react')
  const seen = new Set()
  const fresh = `${out}-${process.pid}`
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    plugins: [react(), { name: 'seen', load: (id) => void seen.add(id.split('?')[0]) }],
    build: {
      outDir: fresh,
      emptyOutDir: true,
      manifest: true,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 2_000,
      target: 'es2022',
      rolldownOptions: { input: entries.map((entry) => join(root, entry)) },
    },
  })
  const assets = join(fresh, 'assets')
  for (const name of readdirSync(assets)) compress(join(assets, name))
  const sources = [...seen].map((id) => relative(root, id).replaceAll('\\', '/'))
  const files = [...new Set(sources)]
    .filter((file) => file.startsWith('src/') && !file.endsWith('.css') && existsSync(join(root, file)))
    .concat(styles(), 'package-lock.json', 'scripts/web.mjs')
    .sort()
  writeFileSync(join(fresh, '.built'), JSON.stringify({ files, digest: digestOf(files) }))
  rmSync(out, { recursive: true, force: true })
  renameSync(fresh, out)
  return performance.now() - startedAt
}

/** Styles are read by no plugin of ours, so all of them count. */
function styles() {
  const names = readdirSync(join(root, 'src', 'web'), { recursive: true })
  return names.filter((name) => name.endsWith('.css')).map((name) => `src/web/${name.replaceAll('\\', '/')}`)
}

function digestOf(files) {
  const hash = createHash('sha256')
  for (const file of files) hash.update(`${file}\n`).update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

/** Compressed beside the file, once, so that serving it costs nothing. */
function compress(path) {
  const content = readFileSync(path)
  if (content.length < 1_000) return
  writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }))
  writeFileSync(`${path}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }))
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  console.log(`页面已生成，用时 ${((await buildWeb()) / 1000).toFixed(1)} 秒`)
