export { publisher } from './followers.ts'
export { timeRules } from './renewal.ts'
export { routes } from './routes.ts'
export { acts } from './rules/acts.ts'
