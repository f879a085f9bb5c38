import { createLazyPart } from '../lazy-part.ts'

/** KaTeX with its styles: fetched for the first formula, not before. */
export const mathPart = createLazyPart(async () => {
  const { typeset } = await import('./typeset.ts')
  // Drawn with these from the beginning, a formula does not move when they come.
  await Promise.allSettled(FONTS.map((font) => document.fonts.load(font)))
  return typeset
})
const FONTS = ['1em KaTeX_Main', 'italic 1em KaTeX_Math', '1em KaTeX_Size1', '1em KaTeX_Size2']
