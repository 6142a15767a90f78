// The gate of what must not stand in a file of the repository: places outside it, folders of one machine, addresses of registries.
import { execFileSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const forbidden = [
  { name: '仓库之外的文件', pattern: /\.\.\/shared\b/ },
  { name: '某台机器的目录', pattern: /(?<![\w.$}~-])\/(?:work|root|home|Users)\/[\w.-]+/ },
  { name: '软件源地址', pattern: /registry\.(?:npmjs|npmmirror|yarnpkg)|verdaccio|["']resolved["']\s*:/ },
]
const self = 'scripts/gates/words.mjs'

/** @returns {string[]} each forbidden thing of a text, with its line */
export function wordsIn(text) {
  return text
    .split('\n')
    .flatMap((line, at) =>
      forbidden.filter(({ pattern }) => pattern.test(line)).map(({ name }) => `${at + 1} ${name}：${line.trim().slice(0, 80)}`),
    )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const list = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  const files = list
    .split('\0')
    .filter(
      (path) => path !== '' && path !== self && !path.endsWith('.ndjson') && statSync(path, { throwIfNoEntry: false })?.isFile(),
    )
  const faults = files.flatMap((path) => {
    const content = readFileSync(path)
    return content.includes(0) ? [] : wordsIn(content.toString('utf8')).map((fault) => `${path}:${fault}`)
  })
  if (files.length === 0) faults.push('没有检查到任何文件')
  for (const fault of faults) console.error(fault)
  console.log(`用语：${files.length} 个文件，${faults.length} 处错误`)
  process.exitCode = faults.length === 0 ? 0 : 1
}
