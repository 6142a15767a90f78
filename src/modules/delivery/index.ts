export { routes } from './routes.ts'
export { acts } from './rules.ts'
export { handOver, issue } from './service.ts'
