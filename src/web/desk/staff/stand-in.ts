import type { NameSubstitute, Post } from '../../../modules/staff/contract.ts'

/** What is chosen so far. */
export type Chosen = { readonly [K in keyof NameSubstitute]: NameSubstitute[K] | null }

/** What must still be said before somebody can be named; null when all is. */
export function missing({ post, account, reason, fromOn, untilOn }: Chosen): string | null {
  if (post === null) return '选要代的岗位。'
  if (account === null) return '选由谁代。'
  if (reason === null) return '选原因。'
  if (fromOn === null || fromOn === '') return '写从哪天起。'
  if ((untilOn === null || untilOn === '') && reason !== 'b_post') return '写到哪天止；只有固定 B 岗可以不写。'
  if (untilOn !== null && untilOn !== '' && untilOn < fromOn) return '止日不能早于起日。'
  return null
}

/** Who could stand in for the holder of a post: everybody else with a post there, once. */
export function candidates(
  posts: readonly Post[],
  post: Post,
): { readonly account: string; readonly name: string; readonly roles: string }[] {
  const people = new Map<string, { account: string; name: string; roles: string }>()
  for (const { account, name, roleName } of posts) {
    if (account === post.account || name === '') continue
    const known = people.get(account)
    people.set(account, { account, name, roles: known === undefined ? roleName : `${known.roles}、${roleName}` })
  }
  return [...people.values()]
}

/** What speaks against a choice though nothing forbids it: the substitute is away too, or somebody stands in already on these days. */
export function conflicts(posts: readonly Post[], { post, account, fromOn, untilOn }: Chosen): string[] {
  if (fromOn === null || fromOn === '') return []
  const overlaps = (other: { fromOn: string; untilOn: string | null }) =>
    (untilOn === null || untilOn === '' || other.fromOn <= untilOn) && (other.untilOn === null || fromOn <= other.untilOn)
  const already = posts
    .filter(({ id }) => id === post)
    .flatMap(({ substitutes }) => substitutes.filter(overlaps).map(({ name }) => `这些天${name}已经在代这个岗位。`))
  const isAway = posts.some(
    (one) => one.account === account && one.substitutes.some((other) => other.reason !== 'b_post' && overlaps(other)),
  )
  return [...already, ...(isAway ? ['所选的人这些天也有人代岗，可能不在。'] : [])]
}
