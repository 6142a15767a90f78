export { guidedRoutes } from './guided/routes.ts'
