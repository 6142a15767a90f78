export { routes } from './routes.ts'
export { acts } from './rules.ts'
