import { describe, expect, test } from 'vitest'
import { shippedKnowledge } from '../knowledge.ts'
import { Memory } from '../memory.ts'
import { counted, type Kept, masked, withKept } from './rules.ts'

const { lexicon } = shippedKnowledge()

describe('what is counted of a question says nothing of who asked', () => {
  test.each([
    ['我的身份证110100199003070007丢了', '我的身份证 某号 丢了'],
    ['车牌过期，电话138 0013 8000，怎么办？', '车牌过期 电话 某号 怎么办'],
    ['回信到 a.b@example.com', '回信到 某邮箱'],
    ['我叫王小明，想开饭馆', '我叫某人 想开饭馆'],
    ['阿卜杜拉·买买提要办证', '某人'],
    ['Maria Anna Sofia Lopez 签证', '某人 签证'],
    ['2026年的补贴', '2026年的补贴'],
    ['叫号机坏了', '叫号机坏了'],
    ['无犯罪記錄證明！！！', '无犯罪记录证明'],
    ['今天天气怎么样', ''],
    ['？！', ''],
  ])('%s', (question, whole) => expect(counted(question, lexicon)).toBe(whole))

  test('at most a hundred characters', () => {
    expect(counted('补贴'.repeat(500), lexicon)).toHaveLength(100)
    expect(counted('𠮷'.repeat(500), lexicon).length).toBeLessThanOrEqual(100)
  })

  test('a sentence without anybody in it stays as it is', () => expect(masked('老人想领高龄津贴')).toBe('老人想领高龄津贴'))
})

describe('what staff keep comes on top of what ships', () => {
  const topics = ['高龄津贴发放', '取水许可', '户口迁出'].map((name, at) => ({
    topicNo: at + 1,
    name,
    aliases: [],
    mainName: null,
    department: '民政局',
  }))
  const first = async (kept: readonly Kept[], q: string) => {
    const memory = new Memory(withKept(shippedKnowledge(), kept))
    await memory.learn({ change: 1, topics })
    return memory.rank(q, null).ranked[0]
  }

  test('a saying is told: whoever says it, in other marks or traditional characters, means this item', async () => {
    const kept = [{ kind: 'saying', itemName: '户口迁出', words: ['水龙头搬家'] }]
    expect((await first([], '水龙头搬家'))?.isTold).not.toBe(true)
    expect(await first(kept, '水龍頭搬家！')).toMatchObject({ topicNo: 3, isTold: true })
  })

  test('a word of a known group joins it; words that are new are a group', () => {
    const [known = []] = lexicon.words.same
    const wider = withKept(shippedKnowledge(), [{ kind: 'synonym', itemName: null, words: [known[0] ?? '', '嘎嘎证'] }])
    expect(wider.lexicon.groupsOf('嘎嘎证')).toEqual(lexicon.groupsOf(lexicon.plain(known[0] ?? '')))
    const more = withKept(shippedKnowledge(), [{ kind: 'synonym', itemName: null, words: ['嘎嘎证', '咕咕证'] }])
    expect(more.lexicon.groupsOf('嘎嘎证')).toEqual([`=${lexicon.words.same.length}`])
    expect(lexicon.groupsOf('嘎嘎证')).toEqual([])
  })

  test('a word not to count is left out of what is asked', () => {
    const kept = withKept(shippedKnowledge(), [{ kind: 'filler', itemName: null, words: ['嘎嘎'] }])
    expect(kept.lexicon.content('嘎嘎取水')).toBe('取水')
  })
})
