import type { Tx } from '../../kernel/db/index.ts'
import { addressed, type CaseFile, type IssuedDocument, remediesOf, writeLetter } from '../casework/index.ts'
import type { ItemDefinition } from '../catalogue/index.ts'
import { due } from '../clock/index.ts'
import type { Granting, Refusing } from './contract.ts'
import { grantTimers } from './rules.ts'

/** 准予行政许可决定书. @source 行政许可法 38, 40, 44 */
export async function grantLetter(tx: Tx, file: CaseFile, item: ItemDefinition, given: Granting): Promise<IssuedDocument> {
  const [timer] = grantTimers(item, file.now.today)
  const issueBy =
    timer === undefined
      ? null
      : due({ startedOn: timer.from, limit: timer.limit.days, unit: timer.limit.unit }, file.calendar).dueOn
  const content = {
    acceptedOn: acceptedOn(file),
    decision: given.decision,
    conditions: null,
    basis: [],
    validity: null,
    licence: item.result === null || issueBy === null ? null : { name: item.result.name, issueBy },
    collection: item.contact.venue?.slice(0, 500) ?? null,
    publishedAt: null,
  }
  return writeLetter<'D18'>(tx, addressed(file, item), ['D18', 'D18'], () => content, file.now)
}

/** 服务事项办结凭证: an item that is no permit is completed, not granted. */
export async function completionLetter(tx: Tx, file: CaseFile, item: ItemDefinition, given: Granting): Promise<IssuedDocument> {
  const content = {
    acceptedOn: acceptedOn(file),
    result: given.decision,
    basis: [],
    collection: item.contact.venue?.slice(0, 500) ?? null,
  }
  return writeLetter<'S18'>(tx, addressed(file, item), ['S18', 'S18'], () => content, file.now)
}

/** 不予行政许可决定书, 不予办理决定书: reasons, clauses, and where one may turn. @source 行政许可法 38; 行政复议法 20; 行政诉讼法 46 */
export async function refusalLetter(tx: Tx, file: CaseFile, item: ItemDefinition, given: Refusing): Promise<IssuedDocument> {
  const content = { acceptedOn: acceptedOn(file), reasons: [...given.reasons], basis: [...given.basis], standards: [] }
  return writeLetter<'D19' | 'S19'>(
    tx,
    addressed(file, item),
    ['D19', 'S19'],
    (organisation) => ({ ...content, remedies: remediesOf(organisation) }),
    file.now,
  )
}

function acceptedOn(file: CaseFile): string {
  if (file.state.acceptedOn === null) throw new Error(`case ${file.state.caseId} is decided but not accepted`)
  return file.state.acceptedOn
}
