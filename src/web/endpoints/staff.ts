import { Type } from 'typebox'
import { ById, Done, Made, Managed, NameSubstitute, Post, PostsHeld, StandIn } from '../../modules/staff/contract.ts'
import { endpoint } from '../endpoint.ts'

const closed = { additionalProperties: false }
const query = Type.Object({ organisation: Type.String({ pattern: '^[0-9A-Z]{18}$', maxLength: 18 }) }, closed)

export const listMyPosts = endpoint({ method: 'GET', path: '/me/posts', reply: PostsHeld })
export const listManaged = endpoint({
  method: 'GET',
  path: '/staff/organisations',
  reply: Type.Object({ organisations: Type.Array(Managed, { maxItems: 10_000 }) }, closed),
})
export const listPosts = endpoint({
  method: 'GET',
  path: '/staff/posts',
  query,
  reply: Type.Object({ posts: Type.Array(Post, { maxItems: 500 }) }, closed),
})
export const listStandIns = endpoint({
  method: 'GET',
  path: '/staff/substitutes',
  query,
  reply: Type.Object({ standIns: Type.Array(StandIn, { maxItems: 200 }) }, closed),
})
export const nameSubstitute = endpoint({ method: 'POST', path: '/staff/substitutes', body: NameSubstitute, reply: Made })
export const endSubstitute = endpoint({ method: 'POST', path: '/staff/substitutes/:id/end', params: ById, reply: Done })
