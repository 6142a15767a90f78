import { readFileSync } from 'node:fs'
import { divisionsFrom } from '../region/index.ts'

/**
 * What a department is called wherever it stands: without what stands above it and without the places in front, from province to county.
 * 国家税务总局广州市税务局 and 四川省广安市广安区税务局 are 税务局, 区人社局 is 人社局.
 */
export function departmentOf(organ: string): string {
  const head = heads.find((one) => organ.startsWith(one)) ?? ''
  const named = organ.slice(head.length)
  const rest = withoutPlaces(named)
  return rest === named ? organ : rest
}

/** Organs of the whole country stand before the place of theirs that acts. */
const heads = ['国家税务总局', '中国共产党', '中共', '中华人民共和国']
/** A place that goes without its name: 区人社局. */
const nameless = /^(?:自治[区州县旗]|[省市区县州旗])(?=..)/
/** Words that begin where a place could end: 广州|市场监督管理局, 广东|省立中山图书馆. */
const begins =
  /^(?:市[场容]|市监管?局|市政(?=[工设公园管建道养])|市民(?![政族])|省[立会际]|区[域块间]|县域|州际|[省市区县州旗][直属级])/

function withoutPlaces(organ: string): string {
  let rest = organ
  for (let above: readonly string[] = ['']; ; ) {
    const found = placeAt(rest, above)
    if (found === null) break
    rest = rest.slice(found.length)
    above = found.codes
  }
  return rest === organ && !begins.test(rest) ? rest.replace(nameless, '') : rest
}

/** The longest name of a place that a text begins with, below the ones before it, with its codes, shortened to the digits that say something. */
function placeAt(text: string, above: readonly string[]): { length: number; codes: readonly string[] } | null {
  for (let length = Math.min(longest, text.length - leastLeft); length > 1; length--) {
    const codes = (places().get(text.slice(0, length)) ?? []).filter((code) =>
      above.some((one) => code.length > one.length && code.startsWith(one)),
    )
    if (codes.length > 0) return { length: begins.test(text.slice(length - 1)) ? length - 1 : length, codes }
  }
  return null
}

const longest = 15
const leastLeft = 2
const file = new URL('../../../data/divisions/divisions_province_to_street.csv', import.meta.url)
let known: Map<string, string[]> | undefined

/** Codes by what places are called, read once from the list that ships: a key of a topic may depend on nothing that an installation changes. */
function places(): ReadonlyMap<string, readonly string[]> {
  if (known !== undefined) return known
  const [head, ...lines] = readFileSync(file, 'utf8').split('\n')
  known = new Map()
  for (const { code, name, level } of divisionsFrom([head, ...lines.filter((line) => /,[123],/.test(line))].join('\n'))) {
    if (/^(市辖区|县|省直辖|自治区直辖)/.test(name)) continue
    for (const called of calledAlso(name, level)) known.set(called, [...(known.get(called) ?? []), code.slice(0, 2 * level)])
  }
  return known
}

/** 广东省 is also 广东, 凉山彝族自治州 凉山州 and 凉山, 彭水苗族土家族自治县 彭水县; counties alone are never only 天河: too many words begin so. */
function calledAlso(name: string, level: number): Set<string> {
  const [, autonomous = name, kind = ''] = ofPeoples.exec(name) ?? []
  const bare = autonomous.replace(/(?:(?:壮族|回族|维吾尔)?自治区|省|市|地区|盟)$/, '')
  return new Set([name, autonomous + kind, ...(level < 3 && bare.length > 1 ? [bare] : [])])
}

const peoples =
  '蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|普米|怒|鄂温克|保安|裕固|独龙|各'
const ofPeoples = new RegExp(`^(.{2,}?)(?:(?:${peoples})族?)+自治([州县旗])$`)
