import { checkValues, shapeRefusal } from '../kernel/http/check.ts'
import { compileCheck, type House, nameOf, perform, type Route, type Upload } from '../kernel/http/index.ts'
import { newSecret } from '../kernel/ids.ts'
import type { Now } from '../kernel/now.ts'

/** What a call brings beside its route. */
export type Brings = {
  readonly token?: string | null
  readonly params?: object
  readonly query?: object
  readonly body?: object
  readonly upload?: Upload
  readonly key?: string
  readonly now?: Now
  /** Where the call comes from; this machine when absent. */
  readonly address?: string
}

/** Calls routes inside the process, just as the server would: the same checks, guard and transaction, without the wire. */
export type Caller = <T = Record<string, unknown>>(route: string, brings?: Brings) => Promise<T>

/**
 * Makes a caller.
 *
 * @param now when calls happen that do not say it themselves
 */
export function callerOf(house: House, routes: readonly Route[], now: () => Now): Caller {
  const byName = new Map(routes.map((route) => [nameOf(route), route]))
  const checks = new Map<object, ReturnType<typeof compileCheck>>()
  const check = (schema: object | undefined, value: unknown, part: string) => {
    checkValues(value)
    if (schema === undefined) return
    const known = checks.get(schema) ?? compileCheck(schema, part)
    checks.set(schema, known)
    if (!known(value)) throw shapeRefusal(known.errors ?? [])
  }
  return async <T>(name: string, brings: Brings = {}) => {
    const route = byName.get(name)
    if (route === undefined) throw new Error(`no route ${name}`)
    const { token = null, params = {}, query = {}, body = route.body === undefined ? undefined : {}, upload = null } = brings
    check(route.params, params, 'params')
    check(route.query, query, 'querystring')
    check(route.body, body, 'body')
    const key = brings.key ?? newSecret(20)
    return (await perform(
      house,
      route,
      { token, key, params, query, body, upload, address: brings.address ?? '127.0.0.1' },
      brings.now ?? now(),
    )) as T
  }
}
