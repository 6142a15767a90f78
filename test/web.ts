import { buildWeb, isBuilt } from '../scripts/web.mjs'

/** What a browser test loads is what stands in the sources. */
export async function setup(): Promise<void> {
  if (!isBuilt()) await buildWeb()
}
