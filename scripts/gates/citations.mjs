// Reads how the code cites law: `行政许可法 32(四), 42 (why); 民法典 200-204`, `《行政许可法》第三十二条第四项`.

const digits = '一二三四五六七八九十百零'
const standard =
  /^(design\b|(GB|GM|GA|JT|JR|DA|MZ|WS|YD)(\/[TZ])? ?\d|(ZWFW )?C\d{4}\b|(RFC|BCP) ?\d|(ISO|IEC|ISO\/IEC|W3C|FIPS|NIST|OWASP|WCAG|Unicode|PDF)\b|[\p{Script=Han}]+〔\d{4}〕 ?\d+ ?号)/u

/**
 * What a source cites.
 *
 * @param {string} text one or more citations, divided by semicolons; words in brackets and after a colon explain and are passed over
 * @param {Record<string, string>} titles short and full names of laws → full titles
 * @returns {{ articles: { law: string, article: number, items: string[] }[], standards: string[], faults: string[] }}
 *   `items` are 项 in Chinese numerals; faults are pieces that cite neither a law of `titles` nor a standard
 */
export function citationsIn(text, titles) {
  const found = { articles: [], standards: [], faults: [] }
  let law = null
  for (const piece of piecesOf(text)) {
    if (standard.test(piece)) {
      found.standards.push(piece)
      law = 'standard'
      continue
    }
    const [, name, from, to, items] =
      /^(?:《?([^\d《》()]*[^\d《》()\s])》?)?\s*(?:(\d+)(?:\s*[-–]\s*(\d+))?)?((?:\([一-龥]+\))*)$/.exec(piece) ?? []
    if (name !== undefined) law = titles[name] ?? null
    if (law === 'standard') continue // a further part of the standard just named
    if (law === null || from === undefined) found.faults.push(piece)
    else for (const article of range(from, to)) found.articles.push({ law, article, items: items.match(/[一-龥]+/g) ?? [] })
  }
  return found
}

/**
 * The places in a file where it cites: `@source` of comments, the constants source, ground, clause and basis, and `《…》第…条` anywhere.
 *
 * @param {string} code text of a TypeScript, SQL or template file
 * @returns {{ line: number, text: string }[]}
 */
export function sourcesIn(code) {
  const texts = [
    ...code.matchAll(/@source\s+((?:(?!\*\/)[^\n])*(?:\n\s*\*[ \t]+(?!@)(?:(?!\*\/)[^\n])+)*)/g),
    ...[...code.matchAll(/\b(?:(?:source|ground|clause|basis)"?|why")\s*[:=]\s*(['"`])((?:(?!\1)[^\n$])*)\1/g)]
      .filter(([, , text]) => /\d|第.+条|法$|例$/.test(text))
      .map((hit) => Object.assign([hit[0], hit[2]], { index: hit.index })),
    ...code.matchAll(new RegExp(`(《[^》\\n]+》第[${digits}]+条(?:第[${digits}]+款)?(?:第[${digits}]+项)?)`, 'g')),
  ]
  return texts
    .map(({ index, 1: text }) => ({ line: code.slice(0, index).split('\n').length, text: text.replace(/\n\s*\*/g, ' ').trim() }))
    .filter(({ text }) => text !== '')
}

/** '第三十二条' and '三十二' as a number. */
export function numberOf(chinese) {
  let [total, digit] = [0, 0]
  for (const character of chinese.replace(/[第条零]/g, '')) {
    const value = '一二三四五六七八九'.indexOf(character) + 1
    if (value > 0) digit = value
    else {
      total += (digit || 1) * (character === '百' ? 100 : 10)
      digit = 0
    }
  }
  return total + digit
}

/** One piece an article or a standard: explanations taken out, Chinese article numbers written in digits. */
function piecesOf(text) {
  return text
    .replace(new RegExp(`第([${digits}]+)条(?:第[${digits}]+款)?(?:第([${digits}]+)项)?`, 'g'), (_, article, item) =>
      item === undefined ? ` ${numberOf(article)}` : ` ${numberOf(article)}(${item})`,
    )
    .replace(new RegExp(`\\s*(第[${digits}]+|末)款`, 'g'), '')
    .replace(/（/g, '(')
    .replace(/）/g, ')')
    .replace(new RegExp(`\\s*\\((?![${digits}]+\\))[^)]*\\)`, 'g'), '')
    .replace(/(:|：| – | — )[^;；]*/g, '')
    .split(/[;；,，、]| and /)
    .map((piece) => piece.trim().replace(/[.。]$/, ''))
    .filter((piece) => piece !== '')
}

function range(from, to = from) {
  return Array.from({ length: Math.max(0, Number(to) - Number(from) + 1) }, (_, step) => Number(from) + step)
}
