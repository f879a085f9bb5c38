import { FORMULAS_AND_CODE } from './formulas.ts'
import { HTML } from './html.ts'
import { IMAGES } from './images.ts'
import { LINKS } from './links.ts'
import { MARKUP_TRICKS } from './markup-tricks.ts'
import type { Payload } from './payload.ts'
import { STRUCTURES } from './structures.ts'

export { HEAVY, type Heavy } from './heavy.ts'
export { EVIL, type Payload } from './payload.ts'

/** Every payload that is light enough to be shown with its markup. */
export const CORPUS: readonly Payload[] = [
  ...LINKS,
  ...IMAGES,
  ...HTML,
  ...MARKUP_TRICKS,
  ...STRUCTURES,
  ...FORMULAS_AND_CODE,
]
