/**
 * The procedures that stop the statutory clock of a permit, from the day after the written notice of the time they need. The list is
 * closed: an inspection on site 现场勘验, a public notice 公示, a consultation inside the authority or materials asked for after
 * acceptance stop nothing that the law counts. What only an item's definition names may stop the promised clock alone.
 *
 * @source 行政许可法 45
 */
export const statutoryStops = {
  HEARING: { name: '听证', source: '行政许可法 45, 46, 47, 48' },
  TENDER: { name: '招标', source: '行政许可法 45' },
  AUCTION: { name: '拍卖', source: '行政许可法 45' },
  INSPECTION: { name: '检验', source: '行政许可法 45, 55' },
  TESTING: { name: '检测', source: '行政许可法 45, 55' },
  QUARANTINE: { name: '检疫', source: '行政许可法 45, 55' },
  APPRAISAL: { name: '鉴定', source: '行政许可法 45' },
  EXPERT_REVIEW: { name: '专家评审', source: '行政许可法 45' },
} as const satisfies Readonly<Record<string, StatutoryStop>>

/** A procedure of the closed list: its word in the law and the clauses it rests on. */
export type StatutoryStop = { readonly name: string; readonly source: string }
export type StatutoryStopKind = keyof typeof statutoryStops
