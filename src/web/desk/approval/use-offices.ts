import { readMe } from '../../endpoints/identity.ts'
import { listMyPosts } from '../../endpoints/staff.ts'
import { useAsk } from '../use-ask.ts'

/** An organisation whose cases one reviews or decides. */
export type Office = {
  readonly organisation: string
  readonly name: string
  readonly canReview: boolean
  readonly canDecide: boolean
  /** For whom one stands in there, with which post. */
  readonly standingIn: readonly string[]
}

/** The organisations whose cases one handles, and today as the platform counts; null until known. */
export function useOffices(): { readonly offices: readonly Office[]; readonly today: string } | null {
  const me = useAsk(readMe, {})
  const { data } = useAsk(listMyPosts, {})
  if (me.data === undefined || data === undefined) return null
  const can = (power: string, organisation: string) =>
    me.data?.grants.some((grant) => grant.power === power && (grant.scope === organisation || grant.scope === '*')) === true
  const offices = data.posts.flatMap(({ organisation, organisationName }): Office[] => {
    if (organisation === null) return []
    const canReview = can('approval.review', organisation)
    const canDecide = can('approval.decide', organisation)
    const standingIn = data.posts.flatMap((post) =>
      post.organisation === organisation && post.standsInFor !== null ? [`${post.standsInFor}（${post.roleName}）`] : [],
    )
    return canReview || canDecide
      ? [{ organisation, name: organisationName ?? organisation, canReview, canDecide, standingIn }]
      : []
  })
  return { offices: [...new Map(offices.map((one) => [one.organisation, one])).values()], today: data.today }
}
