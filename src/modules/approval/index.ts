export { ReviewerDecides } from './contract.ts'
export { routes } from './routes.ts'
export { acts } from './rules.ts'
export { grant, refuse, review, sendBack } from './service.ts'
