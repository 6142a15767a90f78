export { routes } from './routes.ts'
export { createFirstAdministrator } from './service/accounts.ts'
export { actorOfAccount, authenticate, recall } from './service/authenticate.ts'
export { staffStream } from './service/posts.ts'
