import { createLazyPart } from '../lazy-part.ts'

/** The highlighter with the common languages: fetched for the first code block that names one. */
export const codePart = createLazyPart(() => import('./highlight.ts').then((module) => module.highlight))
