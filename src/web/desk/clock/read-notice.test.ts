import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readNotice } from './read-notice.ts'

type Row = { year: number; date: string; name: string; isOffDay: boolean }
const { days: shipped } = JSON.parse(
  readFileSync(new URL('../../../../data/calendar/statutory_holidays_2018_2026.json', import.meta.url), 'utf8'),
) as { days: Row[] }

/** What the product ships of a year: taken from the notices by others, so that reading them here is compared with it. */
const known = (year: number) =>
  shipped
    .filter((row) => row.year === year)
    .map(({ date, name, isOffDay }) => ({ on: date, kind: isOffDay ? 'holiday' : 'makeup', name }))

/* The numbered paragraphs of the notices 国办发明电〔2022〕16号、〔2023〕7号 and that of 4 November 2025, as published. */
const notices: Record<number, string> = {
  2023: `国务院办公厅关于2023年部分节假日安排的通知
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
经国务院批准，现将2023年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。
二、春节：1月21日至27日放假调休，共7天。1月28日（星期六）、1月29日（星期日）上班。
三、清明节：4月5日放假，共1天。
四、劳动节：4月29日至5月3日放假调休，共5天。4月23日（星期日）、5月6日（星期六）上班。
五、端午节：6月22日至24日放假调休，共3天。6月25日（星期日）上班。
六、中秋节、国庆节：9月29日至10月6日放假调休，共8天。10月7日（星期六）、10月8日（星期日）上班。
国务院办公厅
2022年12月8日`,
  2024: `国务院办公厅关于2024年
部分节假日安排的通知
国办发明电〔2023〕7号
经国务院批准,现将2024年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦:1月1日放假,与周末连休。
二、春节:2月10日至17日放假调休,共8天。2月4日(星期日)、2月18日(星期日)上班。鼓励各单位结合带薪年休假等制度落实,安排职工在除夕(2月9日)休息。
三、清明节:4月4日至6日放假调休,共3天。4月7日(星期日)上班。
四、劳动节:5月1日至5日放假调休,共5天。4月28日(星期日)、5月11日(星期六)上班。
五、端午节:6月10日放假,与周末连休。
六、中秋节:9月15日至17日放假调休,共3天。9月14日(星期六)上班。
七、国庆节:10月1日至7日放假调休,共7天。9月29日(星期日)、10月12日(星期六)上班。
国务院办公厅
2023年10月25日`,
  2026: `国务院办公厅关于2026年部分节假日安排的通知
经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
  一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
  二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
  三、清明节：4月4日（周六）至6日（周一）放假，共3天。
  四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
  五、端午节：6月19日（周五）至21日（周日）放假，共3天。
  六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
  七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
国务院办公厅
2025年11月4日`,
}

describe('a notice as published', () => {
  test.each([
    [2023, '2022-12-08'],
    [2024, '2023-10-25'],
    [2026, '2025-11-04'],
  ])('of %i is read to the days that are known', (year, knownOn) => {
    const read = readNotice(notices[year] ?? '')
    expect(read).toMatchObject({ year, knownOn, title: `国务院办公厅关于${year}年部分节假日安排的通知`, doubts: [] })
    expect(read.days).toEqual(known(year))
  })

  test.each([
    ['a weekday that is not that of the day', '1月4日（周六）上班', '1月4日写的是周六，日历上是周日，请核对。'],
    ['a count that does not agree', '1月1日至2日放假，共3天', '元旦写的是共 3 天，读出来是 2 天，请核对。'],
    ['a day that does not exist', '2月30日放假', '没有 2月30日 这一天。'],
    ['a make-up day that is worked anyway', '1月5日上班', '元旦的 2026-01-05 本来就是工作日，不必调休上班，请核对。'],
    ['a day named twice', '1月1日放假。1月1日放假', '2026-01-01 出现了两次。'],
  ])('%s is doubted', (_, body, doubt) => {
    expect(readNotice(`关于2026年的通知\n一、元旦：${body}。`).doubts).toContain(doubt)
  })

  test('without a year nothing is guessed', () => {
    expect(readNotice('一、元旦：1月1日放假。')).toMatchObject({ days: [], doubts: [expect.stringContaining('哪一年')] })
  })
})

describe('a file', () => {
  test('of the public holiday lists', () => {
    const rows = shipped.filter(({ year }) => year === 2026).map(({ date, name, isOffDay }) => ({ date, name, isOffDay }))
    const read = readNotice(JSON.stringify({ year: 2026, papers: ['https://www.gov.cn/x.htm'], days: rows }))
    expect(read).toMatchObject({ year: 2026, source: 'https://www.gov.cn/x.htm', doubts: [] })
    expect(read.days).toEqual(known(2026))
  })

  test('of lines, with headings or without, comma or tab, dates with strokes or in Chinese', () => {
    const days = [
      { on: '2027-01-01', kind: 'holiday', name: '元旦' },
      { on: '2027-01-02', kind: 'holiday', name: '元旦' },
      { on: '2027-01-09', kind: 'makeup', name: '元旦' },
    ]
    for (const text of [
      '日期,类型,名称\n2027-01-01,放假,元旦\n2027-01-02,放假,元旦\r\n2027-01-09,上班,元旦\n',
      '2027/1/1\t元旦\t休\n2027年1月2日\t元旦\t休\n2027-1-9\t元旦\t班',
    ])
      expect(readNotice(text)).toMatchObject({ year: 2027, days, doubts: [] })
  })

  test.each([
    ['broken JSON', '{"days": [', 'days'],
    ['JSON without days', '{"year": 2027}', 'days'],
    ['a row without a name', '[{"date": "2027-01-01", "isOffDay": true}]', '第 1 行读不懂'],
    ['a line with no kind', '日期,名称\n2027-01-01,元旦', '第 2 行读不懂'],
  ])('%s is said, not swallowed', (_, text, said) => {
    expect(readNotice(text).doubts.join('')).toContain(said)
  })
})
