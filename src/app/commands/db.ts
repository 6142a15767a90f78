import { readConfig } from '../../kernel/config.ts'
import { SetupError } from '../../kernel/setup-error.ts'
import { reachDatabase } from '../database.ts'

/** `db url`: prints the administrator's address of the database; an embedded server that is down is started and stays up. */
export async function run(args: readonly string[]): Promise<number> {
  if (args.length !== 1 || args[0] !== 'url') throw new SetupError('用法：yichuang db url', { exitCode: 2 })
  const { ownerUrl } = await reachDatabase(readConfig(), { keep: true })
  console.log(ownerUrl)
  return 0
}
