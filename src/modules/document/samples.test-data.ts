import type { ContentOf, DocumentKind } from './kinds.ts'

/** One content for each kind, as upper modules would fill it. */
const head = {
  organisation: '广安市广安区行政审批局',
  item: { name: '道路旅客运输经营许可', code: '511602000000-0118001001' },
  applicant: { name: '广安通达运输有限公司' },
  caseNumber: '51160220260105000123',
  query: { url: 'https://zw.example.gov.cn/q/51160220260105000123', phone: '0826-2222222' },
  issuedOn: '2026-01-05',
}
const remedies = {
  review: { organs: ['广安市广安区人民政府'], url: 'https://xzfy.example.gov.cn/' },
  suit: { court: '广安市广安区人民法院' },
}
const receipt = {
  ...head,
  receivedAt: '2026-01-05T01:05:00.000Z',
  receivedBy: '李红',
  place: '广安区政务服务中心综合窗口3号',
  materials: [
    { name: '道路旅客运输经营申请表', form: 'original', copies: 1, pages: 4 },
    { name: '企业章程文本', form: 'copy', copies: 1, pages: 12 },
    { name: '投资人、负责人身份证明及其复印件，经办人的身份证明及其复印件和委托书', form: 'electronic', copies: 1, pages: null },
  ],
  answerBy: '2026-01-12',
} as const
const correction = {
  ...head,
  receivedOn: '2026-01-05',
  shortfalls: [
    { material: '企业章程文本', problem: '缺少法定代表人签字', remedy: '由法定代表人在末页签字后重新提交' },
    { material: '拟投入车辆承诺书', problem: '未提交', remedy: '提交承诺书原件一份，写明车辆数量、类型及等级' },
  ],
  correctBy: '2026-01-26',
  ways: '登录办事网站在原申请中补充上传，或者到广安区政务服务中心综合窗口提交。',
  lateConsequence: '逾期未补正的，视为撤回申请，材料退还。',
}
const acceptance = {
  ...head,
  receivedOn: '2026-01-05',
  acceptedOn: '2026-01-07',
  isDeemed: false,
  limit: { text: '自受理之日起20个工作日', dueOn: '2026-02-04', clause: '《中华人民共和国行政许可法》第四十二条' },
  promisedOn: '2026-01-14',
  isProvisional: false,
}
const turnedAway = {
  ...head,
  receivedOn: '2026-01-05',
  ground: 'notCompetent',
  reason: '申请从事的是省际客运班线经营，不属于本机关职权范围。',
  basis: ['《中华人民共和国道路运输条例》第十条'],
  competent: '四川省交通运输厅',
  remedies,
} as const
const extension = {
  ...head,
  receivedOn: '2025-12-03',
  acceptedOn: '2025-12-05',
  days: 10,
  unit: 'workday',
  reason: '申请线路途经的两处路段正在改建，需要会同公路管理机构核实通行条件，核实结果预计于2026年1月中旬形成。',
  approver: 'organHead',
  basis: [],
  oldDueOn: '2026-01-05',
  newDueOn: '2026-01-19',
  isProvisional: false,
} as const
const procedure = {
  ...head,
  receivedOn: '2025-12-24',
  acceptedOn: '2025-12-26',
  basis: ['《中华人民共和国道路运输条例》第八条'],
  reason: null,
  required: '10个工作日',
  fromOn: '2026-01-05',
  plannedUntilOn: '2026-01-19',
  stopped: [
    { limit: 'legal', oldDueOn: '2026-01-26', newDueOn: '2026-02-09' },
    { limit: 'promised', oldDueOn: '2026-01-12', newDueOn: '2026-01-26' },
  ],
  isProvisional: false,
} as const
const refusal = {
  ...head,
  acceptedOn: '2026-01-07',
  reasons: ['拟投入的客车未达到规定的技术等级。', '驾驶人员中有一人三年内有重大以上交通责任事故记录。'],
  basis: ['《中华人民共和国道路运输条例》第八条'],
  standards: ['JT/T 198—2016'],
  remedies,
}

export const samples: { readonly [K in DocumentKind]: ContentOf<K> } = {
  D02: { ...receipt, materials: [...receipt.materials] },
  D03: correction,
  D04: acceptance,
  D05: { ...turnedAway, basis: [...turnedAway.basis] },
  D08: { ...extension, basis: [] },
  D09: { ...procedure, procedure: '检测', basis: [...procedure.basis], stopped: [...procedure.stopped] },
  D10: {
    ...head,
    acceptedOn: '2025-12-26',
    interested: null,
    proposed: '准予广安通达运输有限公司经营广安区至悦来镇的县内班车客运，每日6班。',
    reason: '该客运班线的起讫地与现有班线相同，直接涉及申请人与现有班线经营者之间的重大利益关系。',
    basis: ['《中华人民共和国道路运输条例》第十条'],
    ways: '登录办事网站在本办件中提交，或者以书面形式送交广安区政务服务中心综合窗口。',
  },
  D11: {
    ...head,
    acceptedOn: '2025-12-26',
    interested: '广安顺达客运有限公司',
    request: { by: '广安顺达客运有限公司', on: '2026-01-04' },
    basis: [],
    subject: '是否准予广安通达运输有限公司经营广安区至悦来镇的县内班车客运',
    heldAt: '2026-01-20T01:30:00.000Z',
    place: '广安区政务服务中心三楼听证室',
    chair: { name: '王建国', post: '法规股股长' },
    recorder: '周敏',
  },
  D18: {
    ...head,
    acceptedOn: '2026-01-07',
    decision: '经营范围：县内班车客运、县内包车客运。\n客运班线：广安区至悦来镇，每日6班。',
    conditions: null,
    basis: ['《中华人民共和国道路运输条例》第十条'],
    validity: { from: '2026-01-05', to: '2034-01-04' },
    licence: { name: '道路运输经营许可证', issueBy: '2026-01-19' },
    collection: '邮寄送达。',
    publishedAt: 'https://zw.example.gov.cn/gs',
  },
  D19: refusal,
  D30: {
    ...head,
    documents: [{ name: '准予行政许可决定书', number: '广安行审许决字〔2026〕3号' }],
    recipient: '广安通达运输有限公司',
    method: 'direct',
    place: '广安区政务服务中心',
    servedAt: null,
    receivedBy: null,
    receivedFor: null,
    servedBy: null,
    note: null,
  },
  D31: {
    ...head,
    receivedOn: '2026-01-05',
    cause: 'notCorrected',
    reason: null,
    basis: [],
    returned: '纸质材料请于三十日内到原窗口领回。',
    remedies,
  },
  D34: {
    ...head,
    keptAt: '2026-01-05T01:05:00.000Z',
    keptBy: '李红',
    handedInBy: '张三',
    place: '广安区政务服务中心综合窗口3号',
    purpose: '扫描并与复印件核对',
    originals: [
      { name: '企业法人营业执照（副本）', serial: '91511602MA6XXXXX0K', copies: 1, note: null },
      { name: '机动车登记证书', serial: '510012345678', copies: 3, note: '其中一本封面破损' },
    ],
    returnBy: '2026-01-07',
  },
  S02: { ...receipt, materials: [...receipt.materials], answerBy: null },
  S03: correction,
  S04: { ...acceptance, limit: null },
  S05: { ...turnedAway, ground: 'notRequired', basis: [], competent: null },
  S08: { ...extension, basis: ['本事项实施清单'] },
  S09: {
    ...procedure,
    procedure: '现场核查',
    basis: [],
    reason: '申请材料载明的地址需要到场核对。',
    required: '一般不超过5个工作日',
    plannedUntilOn: null,
    stopped: [{ limit: 'promised', oldDueOn: '2026-01-12', newDueOn: null }],
  },
  S18: { ...head, acceptedOn: '2026-01-07', result: '已完成登记。', basis: [], collection: null },
  S19: { ...refusal, standards: [], remedies: { review: null, suit: null } },
}

/** What an issued document is printed with. */
export const stamp = {
  digest: '3f9c71d05a2e88b4c6d1e0f2a3b495867788990a1b2c3d4e5f60718293a4b5c6',
  record: { seq: 1, hash: 'b4c6d1e0f2a3b495867788990a1b2c3d4e5f60718293a4b5c63f9c71d05a2e88' },
  queryCode: '7K4M2PQX',
}

/** The same, with nothing optional and everything that is long: texts at their limits. */
export const longName = `${'道路旅客运输经营许可（含县级行政区域内、毗邻县行政区域间客运经营）'.repeat(8)}与省际客运`
