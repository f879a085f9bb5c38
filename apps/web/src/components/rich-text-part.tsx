import { createLazyPart } from './rich-text/lazy-part.ts'
import type { RichTextProps } from './rich-text/rich-text.tsx'

/** The renderer of Markdown: not needed for the first paint. */
export const richTextPart = createLazyPart(async () => {
  const { RichText } = await import('./rich-text/rich-text.tsx')
  return (props: RichTextProps) => <RichText {...props} />
})
