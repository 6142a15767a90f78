export { routes } from './routes.ts'
export { acts, stepTimers } from './rules.ts'
export { itemOf, timeRules } from './service/answering.ts'
