import { type Guide, typeNames } from '../../../../modules/catalogue/contract.ts'
import { dayAt, dayText } from '../../../ui/words.ts'
import { Fold } from './Rights.tsx'
import { audienceText, limitOr, notPublished, originText } from './texts.ts'

type Row = { readonly name: string; readonly value: string; readonly origin?: string | null }

/** Every element of the standard in its order, each with where it comes from: for inspectors and colleagues. */
export function Elements({ guide }: { guide: Guide }) {
  return (
    <Fold name="标准要素全表" short="给检查和同行看">
      <dl className="facts">
        {rowsOf(guide).map(({ name, value, origin }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {value}
              {origin != null && value !== notPublished && <span className="src">{origin}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </Fold>
  )
}

function rowsOf({ definition, code, version }: Guide): Row[] {
  const { contact, service, provenance } = definition
  const from = (element: keyof typeof provenance) => ({ origin: originText(provenance[element], definition) })
  return [
    { name: '事项名称', value: definition.name },
    { name: '事项编码', value: code },
    { name: '基本目录编码', value: definition.catalogCode ?? notPublished },
    { name: '事项类型', value: typeNames[definition.typeCode] },
    { name: '实施主体', value: definition.organ.name },
    { name: '实施主体代码', value: definition.organ.uscc ?? notPublished },
    { name: '服务对象', value: audienceText(definition.audiences), ...from('audiences') },
    { name: '行政区划', value: definition.areaCode },
    { name: '法定办结时限', value: limitOr(definition.legalLimit, notPublished), ...from('limits') },
    { name: '承诺办结时限', value: limitOr(definition.promisedLimit, notPublished), ...from('limits') },
    { name: '办件类型', value: definition.isImmediate ? '即办件' : '承诺件' },
    {
      name: '申请材料',
      value: definition.materials.length === 0 ? notPublished : `${definition.materials.length} 种，见上`,
      ...from('materials'),
    },
    {
      name: '申请表',
      value: definition.form.isGeneric ? '通用申请表' : `${definition.form.fields.length} 个字段`,
      ...from('form'),
    },
    { name: '办理结果', value: definition.result?.name ?? notPublished, ...from('result') },
    { name: '网上办理', value: yesNo(service.online), ...from('service') },
    { name: '窗口办理', value: yesNo(service.offline), ...from('service') },
    { name: '预约办理', value: yesNo(service.bookable), ...from('service') },
    { name: '快递送达', value: yesNo(service.courier), ...from('service') },
    {
      name: '到现场次数',
      value: service.onSiteVisits === null ? notPublished : `${service.onSiteVisits} 次`,
      ...from('service'),
    },
    { name: '办理地点', value: contact.venue ?? notPublished, ...from('contact') },
    { name: '咨询电话', value: contact.phone ?? notPublished, ...from('contact') },
    { name: '监督投诉电话', value: contact.complaintPhone ?? notPublished, ...from('contact') },
    { name: '联办机构', value: contact.coDepartments ?? notPublished, ...from('contact') },
    { name: '复议机关', value: definition.remedy?.reviewOrgan ?? notPublished, ...from('remedy') },
    { name: '管辖法院', value: definition.remedy?.court ?? notPublished, ...from('remedy') },
    { name: '版本', value: `第 ${version.no} 版，${dayText(dayAt(version.effectiveAt), '')}起用` },
    { name: '版本来源', value: `${version.source}（${version.approval}）` },
    { name: '内容摘要（SM3）', value: version.digest },
  ]
}

function yesNo(value: boolean | null): string {
  return value === null ? notPublished : value ? '是' : '否'
}
