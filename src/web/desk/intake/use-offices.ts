import { readMe } from '../../endpoints/identity.ts'
import { listMyPosts } from '../../endpoints/staff.ts'
import { useAsk } from '../use-ask.ts'

export type Office = { readonly organisation: string; readonly name: string }

/** The organisations at whose windows one takes in applications. */
export function useOffices(): readonly Office[] {
  const me = useAsk(readMe, {})
  const { data } = useAsk(listMyPosts, {})
  const grants = me.data?.grants.filter(({ power }) => power === 'intake.accept') ?? []
  const offices = (data?.posts ?? []).flatMap(({ organisation, organisationName }) =>
    organisation !== null && grants.some(({ scope }) => scope === organisation || scope === '*')
      ? [{ organisation, name: organisationName ?? organisation }]
      : [],
  )
  return [...new Map(offices.map((office) => [office.organisation, office])).values()]
}
