import { describe, expect, test } from 'vitest'
import type { DraftView } from '../../../modules/intake/drafts/contract.ts'
import { addressAfter, addressOfOpen, clockTime, problemAt, questionsOf, spoken, todo } from './draft.ts'

const short = { required: true, maxLength: 40 }
const pair = [
  { code: 'a', label: '甲' },
  { code: 'b', label: '乙' },
]
const empty = { path: 'form/name', label: '名称', problem: '未填写' }

function draftWith(sections: DraftView['sections'] = []): DraftView {
  return {
    draftId: 'd',
    itemCode: 'X',
    itemName: '某事',
    applicantId: 'p',
    applicantName: null,
    agentId: null,
    isAtWindow: false,
    place: null,
    changedAt: '2026-03-02T01:00:00.000Z',
    removedOn: '2026-05-31',
    daysLeft: 90,
    changes: null,
    demand: {
      code: 'X',
      versionId: 'v',
      situations: [{ code: 'kind', question: '哪一种', answers: pair }],
      fields: [
        { code: 'name', label: '名称', type: 'text', ...short },
        { code: 'use', label: '用途', type: 'choice', options: pair, ...short },
      ],
      materials: [],
      legalLimit: null,
      promisedLimit: null,
    },
    answers: [],
    files: [],
    sections,
    hands: [],
  }
}

describe('one question a page', () => {
  test('situations first, then the form, then the materials', () => {
    const draft = draftWith()
    expect(questionsOf(draft).map(({ path }) => path)).toEqual(['situation/kind', 'form/name', 'form/use'])
    expect(addressAfter(draft, 'situation/kind')).toBe('/drafts/d/form/name')
    expect(addressAfter(draft, 'form/use')).toBe('/drafts/d/materials')
  })

  test.each([
    {
      name: 'a situation',
      sections: [{ code: 'situations', reasons: [{ ...empty, path: 'situation/kind' }] }],
      to: 'situation/kind',
    },
    {
      name: 'a field',
      sections: [
        { code: 'situations', reasons: [] },
        { code: 'form', reasons: [empty] },
      ],
      to: 'form/name',
    },
    { name: 'a material', sections: [{ code: 'materials', reasons: [{ ...empty, path: 'material/M1' }] }], to: 'materials' },
    { name: 'nothing', sections: [], to: 'check' },
  ])('goes on with $name when that is what is open', ({ sections, to }) => {
    const whole = sections.map((section) => ({ state: 'started', ...section })) as DraftView['sections']
    expect(addressOfOpen(draftWith(whole))).toBe(`/drafts/d/${to}`)
  })

  test('a problem is said as what to do', () => {
    expect(problemAt(draftWith([{ code: 'form', state: 'started', reasons: [empty] }]), 'form/name')).toBe('请填写“名称”')
    expect(todo('联系电话', '不是有效的电话号码')).toBe('联系电话不是有效的电话号码，请改一下')
    expect(problemAt(draftWith(), 'form/name')).toBe(null)
  })

  test('an answer is read by its label, a moment in the time of the place', () => {
    expect(spoken({ options: pair }, 'b')).toBe('乙')
    expect(spoken({ options: [] }, null)).toBe('')
    expect(clockTime('2026-03-02T06:03:00.000Z')).toBe('14:03')
  })
})
