export { BeyondGuide, Incomplete, SecondNotice } from './contract.ts'
export { routes } from './routes.ts'
export { acts } from './rules.ts'
export { accept, askCorrection, queryCodeOf, submit, supply, timeRules, turnAway, withdraw } from './service.ts'
