// The gate of the law: every article that the code cites is in data/laws, with the item 项 that it names.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { citationsIn, numberOf, sourcesIn } from './citations.mjs'

/**
 * Checks every citation below `root`: src/ (without tests), db/ and the authored items of data/.
 *
 * @returns {{ citations: number, articles: number, laws: number, standards: Map<string, number>, faults: string[] }}
 */
export function checkLaws(root) {
  const { titles, texts } = readLaws(root)
  const cited = new Set()
  const standards = new Map()
  const faults = []
  let citations = 0
  for (const path of filesBelow(root)) {
    for (const { line, text } of sourcesIn(readFileSync(join(root, path), 'utf8'))) {
      const found = citationsIn(text, titles)
      citations += found.articles.length
      for (const name of found.standards) standards.set(name, (standards.get(name) ?? 0) + 1)
      for (const piece of found.faults) faults.push(`${path}:${line} 读不懂或不在 data/laws：${piece}`)
      for (const { law, article, items } of found.articles) {
        cited.add(`${law} ${article}`)
        const wording = texts.get(`${law} ${article}`)
        if (wording === undefined) faults.push(`${path}:${line} data/laws 没有《${law}》第 ${article} 条`)
        for (const item of wording === undefined ? [] : items) {
          if (!wording.replaceAll('(', '（').replaceAll(')', '）').includes(`（${item}）`))
            faults.push(`${path}:${line} 《${law}》第 ${article} 条没有第${item}项`)
        }
      }
    }
  }
  if (citations === 0) faults.push('没有检查到任何引用')
  return { citations, articles: cited.size, laws: new Set([...cited].map((key) => key.split(' ')[0])).size, standards, faults }
}

/** Names of laws → full titles, and `title number` → text of the article. */
function readLaws(root) {
  const read = (name) => readFileSync(join(root, 'data/laws', name), 'utf8')
  const rows = read('articles.ndjson')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
  const full = Object.fromEntries(rows.map(({ law }) => [law, law]))
  const texts = new Map(rows.map(({ law, article, text }) => [`${law} ${numberOf(article)}`, text]))
  return { titles: { ...full, ...JSON.parse(read('short_names.json')) }, texts }
}

function filesBelow(root) {
  return ['src', 'db', 'data/items/authored']
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true }).map((path) => join(folder, path)))
    .filter((path) => /\.(ts|tsx|sql|typ|json)$/.test(path) && !/\.(test|gen)\.tsx?$|schema\.sql$/.test(path))
    .sort()
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { citations, articles, laws, standards, faults } = checkLaws('.')
  for (const fault of faults) console.error(fault)
  const named = [...standards].map(([name, count]) => (count === 1 ? name : `${name} ×${count}`)).join('、')
  console.log(`标准与文件：${named || '无'}`)
  console.log(`法律依据：${citations} 处引用，${laws} 部法律 ${articles} 条，${standards.size} 种标准，${faults.length} 处错误`)
  process.exitCode = faults.length === 0 ? 0 : 1
}
