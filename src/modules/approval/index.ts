export { publisher } from './followers.ts'
export { routes } from './routes.ts'
export { acts } from './rules.ts'
