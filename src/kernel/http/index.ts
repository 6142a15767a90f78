export { type Actor, anyone, type By, type Grant, grantFor, holds, system } from './actor.ts'
export { type Call, type Download, type Route, route, type Upload, type Who } from './route.ts'
