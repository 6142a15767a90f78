import { PostsHeld } from '../../modules/staff/contract.ts'
import { endpoint } from '../endpoint.ts'

export const listMyPosts = endpoint({ method: 'GET', path: '/me/posts', reply: PostsHeld })
