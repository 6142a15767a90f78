import type { CaseView } from '../../../../modules/casework/contract.ts'
import type { Guide } from '../../../../modules/catalogue/contract.ts'
import { dayText, limitText } from '../../../ui/words.ts'

export type Line = { readonly ask: string; readonly answer: string; readonly source: string | null }

/**
 * What somebody wants to know who has just submitted, eight lines with days: what came, who looks, by when an answer, what if none comes, from
 * when it counts, by when it ends, how one hears, how to change it.
 *
 * @param given how many lines of the list something was handed in for
 * @source 行政许可法 32, 42
 */
export function eightLines(of: { one: CaseView; definition: Guide['definition'] | null; given: number; today: string }): Line[] {
  const { one, definition, given, today } = of
  const isPermit = one.ruleSet === 'permit'
  const dueOn = one.timers.find(({ code }) => code === 'ACCEPT_REVIEW')?.dueOn ?? null
  const due = dueOn === null ? null : dayText(dueOn, today)
  const line = (ask: string, answer: string, source: string | null = null): Line => ({ ask, answer, source })
  const organ = definition?.organ.name ?? '实施机关'
  const steps = (definition?.steps ?? []).map(({ name }) => name)
  return [
    line('收到了什么', given === 0 ? '申请表 1 份，没有交材料' : `申请表 1 份，材料 ${given} 样`),
    line('谁来看', `先是${organ}的受理窗口${steps.length === 0 ? '' : `，受理后${steps.join('、')}`}`),
    line(
      '最晚何时答复',
      due === null ? '缺什么会一次说清，清单没有公布答复的期限' : `${due}前告诉您：受理，或者一次说清要补什么`,
    ),
    line(
      '没人答复会怎样',
      due === null
        ? '可以在办件页看到是谁手里、停了多久，也可以向公布的监督电话反映'
        : `过了${due}没有告诉您，从${dayText(one.receivedOn, today)}收到起就算受理`,
      due === null ? null : '《行政许可法》第三十二条第一款第四项',
    ),
    line(
      '何时算受理',
      isPermit ? '材料齐全、合乎要求的，当天受理；要补的，补齐后受理。受理有通知书' : '材料齐了就受理，受理的日子写在办件页',
    ),
    line('最晚何时办结', endOf(definition), isPermit ? '《行政许可法》第四十二条；期限从受理第二天起数' : null),
    line('怎样通知您', '每一步都写在“办件”里这一件的页上，文书也在那里下载'),
    line('想改或撤回', '决定作出前都可以撤回，在这一件的页上办'),
  ]
}

function endOf(definition: Guide['definition'] | null): string {
  if (definition === null) return '见办事指南'
  const { isImmediate, promisedLimit, legalLimit } = definition
  if (isImmediate) return '受理后当场办结'
  const legal = legalLimit === null ? '清单未公布法定时限' : `法律规定最长 ${limitText(legalLimit)}`
  return promisedLimit === null ? `受理后起算，${legal}` : `受理后 ${limitText(promisedLimit)}内（承诺），${legal}`
}
