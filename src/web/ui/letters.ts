/** What each kind of letter 文书 is called, for lists of them. D… for permits, S… for everything else. */
const names: Readonly<Record<string, string>> = {
  D02: '申请材料接收凭证',
  D03: '补正告知书',
  D04: '受理通知书',
  D05: '不予受理决定书',
  D08: '延长办理期限告知书',
  D09: '特别程序告知书',
  D10: '陈述申辩及听证权利告知书',
  D11: '听证通知书',
  D18: '准予行政许可决定书',
  D19: '不予行政许可决定书',
  D30: '送达回证',
  D31: '终止办理通知书',
  D34: '原件保管单',
  S02: '收件凭证',
  S03: '补正告知书',
  S04: '受理凭证',
  S05: '不予受理决定书',
  S08: '延长办理期限告知书',
  S09: '办理程序告知书',
  S18: '办结凭证',
  S19: '不予办理决定书',
}

/** How a letter is called; its code where it is of a kind that we do not know. */
export function letterName(kind: string): string {
  return names[kind] ?? kind
}
