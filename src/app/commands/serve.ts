import { readConfig } from '../../kernel/config.ts'
import { SetupError } from '../../kernel/setup-error.ts'
import { serve } from '../serve.ts'

/** Starts the platform and stays until told to stop. With `--demo-when-empty`, an empty database gets the made-up city first. */
export async function run(args: readonly string[]): Promise<number> {
  const [word, ...more] = args
  if (more.length > 0 || (word !== undefined && word !== '--demo-when-empty')) {
    throw new SetupError('用法：yichuang serve [--demo-when-empty]', { exitCode: 2 })
  }
  return serve(readConfig(), { demoWhenEmpty: word !== undefined })
}
