import { readConfig } from '../../kernel/config.ts'
import { serve } from '../serve.ts'

/** Starts the platform and stays until told to stop. */
export async function run(): Promise<number> {
  return serve(readConfig())
}
