// The gate of who may import whom, types included: modules in their order and through their doors, the kernel below them,
// the application above, no cycles. Run as a script it checks src/; checkOrder checks any tree of the same shape.
import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cruise } from 'dependency-cruiser'
import { modules } from './modules.mjs'

const test = '\\.test\\.ts$'
const inModule = '^src/modules/([^/]+)/'

/** What runs in the browser: its packages are built into it and needed no more. */
const bundled = '^src/web/(desk|portal/scripts)/'

/** Each row: name, from, to (patterns of paths, or objects in the cruiser's own words). */
const rules = [
  ...modules.map((name, place) => rule(`order: ${name}`, `^src/modules/${name}/`, below(place))),
  rule('kernel knows no field', '^src/kernel/', '^src/(modules|app|web)/'),
  rule('modules know neither app nor web', '^src/modules/', '^src/(app|web)/'),
  rule('modules through their doors', { path: inModule, pathNot: '/contract\\.ts$' }, foreign('/(index|contract)\\.ts$')),
  rule('contracts from contracts', { path: `${inModule}contract\\.ts$` }, foreign('/contract\\.ts$')),
  rule('app through doors', { path: '^src/app/' }, { path: '^src/modules/[^/]+/', pathNot: '^src/modules/[^/]+/index\\.ts$' }),
  rule('app knows of the web its pages and what they call', '^src/app/', {
    path: '^src/web/',
    pathNot: ['^src/web/portal/index\\.ts$', '^src/web/endpoint\\.ts$', '^src/web/endpoints/'],
  }),
  rule('kernel rooms through their doors', { path: '^src/modules/', pathNot: test }, kernelInside()),
  rule('kernel rooms among themselves', { path: '^src/kernel/([^/]+)/', pathNot: test }, kernelInside('^src/kernel/$1/')),
  rule('rules are pure', `${inModule}rules(\\.ts|/)`, {
    path: [
      '^src/modules/[^/]+/(store|service|routes|followers|jobs)(\\.ts|/)',
      '^src/kernel/[^/]+/',
      '^(fs|net|http|child_process)',
    ],
    dependencyTypesNot: ['type-only'],
  }),
  rule('routes ask the service', `${inModule}routes(\\.ts|/)`, {
    path: '^src/modules/[^/]+/store(\\.ts|/)',
    dependencyTypesNot: ['type-only'],
  }),
  rule('web knows contracts only', '^src/web/', { path: '^src/(kernel|modules|app)/', pathNot: '/contract\\.ts$' }),
  rule('surfaces among themselves', '^src/web/(portal|desk)/', { path: '^src/web/(portal|desk)/', pathNot: '^src/web/$1/' }),
  rule('what both sides use knows neither', '^src/web/(ui|endpoints)/', '^src/web/(portal|desk)/'),
  rule('the product needs no tests', { path: '^src/', pathNot: test }, { path: ['^test/', '^scripts/', test] }),
  rule(
    'the product needs no tools',
    { path: '^src/', pathNot: [test, bundled] },
    { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
  ),
  rule('every package stands in package.json', { path: bundled }, { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] }),
  rule('no cycles', {}, { circular: true }),
  rule('every import leads somewhere', {}, { couldNotResolve: true }),
]

/**
 * Checks the tree below `root`.
 *
 * @param {string} root folder that holds src/
 * @returns {Promise<{ files: number, imports: number, faults: string[] }>} what was looked at, and each import that breaks a rule
 */
export async function checkOrder(root) {
  const tsConfig = join(root, 'tsconfig.json')
  const { output } = await cruise(['src'], {
    baseDir: resolve(root),
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
    ...(existsSync(tsConfig) ? { tsConfig: { fileName: tsConfig } } : {}),
    validate: true,
    ruleSet: { forbidden: rules },
  })
  const files = output.modules.filter(({ source }) => /^src\/.*\.tsx?$/.test(source)).length
  const broken = output.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)
  const faults = [...strangers(root), ...broken]
  if (files === 0) faults.push('nothing was checked: 0 files found')
  return { files, imports: output.summary.totalDependenciesCruised, faults }
}

function rule(name, from, to) {
  const side = (pattern) => (typeof pattern === 'string' ? { path: pattern } : pattern)
  return { name, severity: 'error', from: side(from), to: side(to) }
}

function below(place) {
  const after = modules.slice(place + 1)
  return after.length === 0 ? '^src/modules/\\0' : `^src/modules/(${after.join('|')})/`
}

/** Files of another module than the one that imports, but for those that match. */
function foreign(allowed) {
  return { path: inModule, pathNot: ['^src/modules/$1/', `^src/modules/[^/]+${allowed}`] }
}

function kernelInside(...own) {
  return { path: '^src/kernel/[^/]+/', pathNot: ['^src/kernel/[^/]+/index\\.ts$', ...own] }
}

/** Modules that have no place in the order. */
function strangers(root) {
  const folder = join(root, 'src/modules')
  const names = existsSync(folder) ? readdirSync(folder) : []
  return names.filter((name) => !modules.includes(name)).map((name) => `src/modules/${name} has no place in the order`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { files, imports, faults } = await checkOrder('.')
  for (const fault of faults) console.error(fault)
  console.log(`模块顺序：${files} 个文件，${imports} 处引用，${faults.length} 处违反`)
  process.exitCode = faults.length === 0 ? 0 : 1
}
