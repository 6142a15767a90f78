/** An item as plain BM25 sees it: its name, and nothing else. */
type Named = { readonly code: string; readonly area: string; readonly name: string }

const saturation = 1.2
const lengthPart = 0.75

/**
 * Ranks by BM25 over pairs of characters of the name alone, as any search box could: what ours is held against.
 *
 * @returns codes, best first
 */
export function plainSearch(items: readonly Named[]): (query: string, area: string, most: number) => string[] {
  const areas = new Map<string, ReturnType<typeof collection>>()
  for (const area of new Set(items.map((item) => item.area)))
    areas.set(area, collection(items.filter((item) => item.area === area)))
  return (query, area, most) => areas.get(area)?.(query, most) ?? []
}

function collection(items: readonly Named[]) {
  const texts = items.map(({ name }) => pairs(name))
  const counts = new Map<string, number>()
  for (const text of texts) for (const pair of new Set(text)) counts.set(pair, (counts.get(pair) ?? 0) + 1)
  const mean = texts.reduce((sum, text) => sum + text.length, 0) / Math.max(1, texts.length)

  return (query: string, most: number): string[] => {
    const asked = [...new Set(pairs(query))]
    const scores = items.map((item, at) => ({ code: item.code, score: score(texts[at] ?? [], asked) }))
    return scores
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score)
      .slice(0, most)
      .map(({ code }) => code)
  }

  function score(text: readonly string[], asked: readonly string[]): number {
    let sum = 0
    for (const pair of asked) {
      const held = text.filter((one) => one === pair).length
      if (held === 0) continue
      const count = counts.get(pair) ?? 0
      const rarity = Math.log(1 + (items.length - count + 0.5) / (count + 0.5))
      sum += (rarity * held * (saturation + 1)) / (held + saturation * (1 - lengthPart + (lengthPart * text.length) / mean))
    }
    return sum
  }
}

function pairs(text: string): string[] {
  const characters = [
    ...text
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]/gu, ''),
  ]
  return characters.length < 2 ? characters : characters.slice(1).map((character, at) => `${characters[at]}${character}`)
}
