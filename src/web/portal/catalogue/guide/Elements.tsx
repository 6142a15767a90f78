import { type Guide, typeNames } from '../../../../modules/catalogue/contract.ts'
import { dayText } from '../../../ui/words.ts'
import { Fold } from './Rights.tsx'
import { audienceText, limitOr, notPublished } from './texts.ts'

/** Every element of the standard in its order, for inspectors and colleagues. */
export function Elements({ guide }: { guide: Guide }) {
  const { definition, code, version } = guide
  const { contact, service } = definition
  const rows: [string, string][] = [
    ['事项名称', definition.name],
    ['事项编码', code],
    ['基本目录编码', definition.catalogCode ?? notPublished],
    ['事项类型', typeNames[definition.typeCode]],
    ['实施主体', definition.organ.name],
    ['实施主体代码', definition.organ.uscc ?? notPublished],
    ['服务对象', audienceText(definition.audiences)],
    ['行政区划', definition.areaCode],
    ['法定办结时限', limitOr(definition.legalLimit, `${notPublished}法定时限`)],
    ['承诺办结时限', limitOr(definition.promisedLimit, `${notPublished}承诺时限`)],
    ['办件类型', definition.isImmediate ? '即办件' : '承诺件'],
    ['网上办理', yesNo(service.online)],
    ['窗口办理', yesNo(service.offline)],
    ['预约办理', yesNo(service.bookable)],
    ['快递送达', yesNo(service.courier)],
    ['到现场次数', service.onSiteVisits === null ? notPublished : `${service.onSiteVisits} 次`],
    ['办理地点', contact.venue ?? notPublished],
    ['联办机构', contact.coDepartments ?? '无'],
    ['版本', `第 ${version.no} 版，${dayText(version.effectiveAt.slice(0, 10))}起用`],
    ['来源', `${version.source}（${version.approval}）`],
    ['内容摘要（SM3）', version.digest],
  ]
  return (
    <Fold name="标准要素全表" short="给检查和同行看">
      <dl className="facts">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Fold>
  )
}

function yesNo(value: boolean | null): string {
  return value === null ? notPublished : value ? '是' : '否'
}
