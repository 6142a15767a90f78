import type { ItemDefinition } from './definition.ts'

/** Where the details of a definition speak of what it does not have, or are silent about what it has, in Chinese. Empty: sound. */
export function detailFaults({ details, materials, form, steps, procedures = [] }: ItemDefinition): string[] {
  if (details === undefined) return []
  const known = new Set([...materials, ...form.fields].map(({ code }) => code))
  const conditions = details.conditions.map(({ code }) => code)
  return [
    ...(new Set(conditions).size === conditions.length ? [] : ['条件编号重复']),
    ...(details.conditions.every(({ shownBy }) => shownBy.every((code) => known.has(code)))
      ? []
      : ['条件引用了不存在的材料或字段']),
    ...(covers(details.materials, materials) ? [] : ['材料与其来源说明不一一对应']),
    ...(covers(details.steps, steps) ? [] : ['环节与其岗位说明不一一对应']),
    ...(covers(details.procedures, procedures) ? [] : ['特别程序与其依据不一一对应']),
    ...(details.fee.isCharged === details.fee.items.length > 0 ? [] : ['收费与收费项目不符']),
  ]
}

function covers(rows: Readonly<Record<string, unknown>>, all: readonly { code: string }[]): boolean {
  return Object.keys(rows).length === all.length && all.every(({ code }) => Object.hasOwn(rows, code))
}
