// A share of the whole comparison in a thread of its own. Plain JavaScript: a thread begins without what reads TypeScript.
import { parentPort, workerData } from 'node:worker_threads'
import { register } from 'tsx/esm/api'

register()
const { compare } = await import('./compare.ts')
parentPort.postMessage({ done: compare(workerData.starts, undefined, () => parentPort.postMessage({ start: 1 })) })
