export { routes } from './routes.ts'
export { acts } from './rules.ts'
export { timeRules } from './service.ts'
