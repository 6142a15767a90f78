export type { Built } from './Document.tsx'
export type { Ask, FormState, Keepsake, Loading, Page, Submitting, View, Visitor } from './page.ts'
export { pages } from './pages.ts'
export { type Around, renderFailure, renderPage } from './render.tsx'
