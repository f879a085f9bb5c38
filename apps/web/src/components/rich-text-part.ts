import { createLazyPart } from './rich-text/lazy-part.ts'

/** The renderer of Markdown: not needed for the first paint. */
export const richTextPart = createLazyPart(() =>
  import('./rich-text/rich-text.tsx').then((module) => module.RichText),
)
