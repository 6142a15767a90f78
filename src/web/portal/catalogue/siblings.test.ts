import { expect, test } from 'vitest'
import type { FoundItem } from '../../../modules/catalogue/contract.ts'
import { entriesOf } from './siblings.ts'

const item = (name: string, group?: string, department = '区行政审批局'): FoundItem => ({
  code: name,
  name,
  area: '511602000000',
  department,
  guide: `/items/${name}`,
  type: '行政许可',
  state: 'active',
  isReady: true,
  limit: null,
  ...(group === undefined ? {} : { group }),
})

test.each([
  {
    name: 'what is done tells them apart',
    items: [item('食品经营许可新办'), item('取水许可'), item('食品经营许可变更'), item('食品经营许可注销')],
    drawn: ['食品经营许可｜您要办哪一种？｜新办、变更、注销', '取水许可'],
  },
  {
    name: 'the main item, and what stands in brackets',
    items: [
      item('超限运输车辆行驶公路审批（跨省）', '超限运输车辆行驶公路审批'),
      item('超限运输车辆行驶公路审批（省内）', '超限运输车辆行驶公路审批'),
    ],
    drawn: ['超限运输车辆行驶公路审批｜您是哪一种情形？｜跨省、省内'],
  },
  {
    name: 'a paper in quotation marks is the heading',
    items: [item('《残疾人证》换领'), item('《残疾人证》查询')],
    drawn: ['《残疾人证》｜您要办哪一种？｜换领、查询'],
  },
  {
    name: 'of two departments they stay apart',
    items: [item('残疾人证新办', undefined, '甲区残联'), item('残疾人证注销', undefined, '乙区残联')],
    drawn: ['残疾人证新办', '残疾人证注销'],
  },
  {
    name: 'the same name twice is told apart by nothing',
    items: [item('取水许可', '取水'), item('取水许可', '取水')],
    drawn: ['取水许可', '取水许可'],
  },
  { name: 'short names are no heading', items: [item('迁入'), item('迁出')], drawn: ['迁入', '迁出'] },
])('$name', ({ items, drawn }) => {
  const shown = entriesOf(items).map((entry) =>
    entry.kind === 'one'
      ? entry.item.name
      : `${entry.heading}｜${entry.question}｜${entry.ways.map(({ label }) => label).join('、')}`,
  )
  expect(shown).toEqual(drawn)
})
