import { renderToString } from 'katex'
import 'katex/dist/katex.min.css'
import './formula.css'
import type { ReactNode } from 'react'
import { isLongFormula } from './is-long-formula.ts'
import { markupToElements } from './markup-to-elements.ts'

const KEPT = 500
const OPTIONS = {
  throwOnError: true,
  trust: refuse,
  strict: false,
  maxExpand: 400,
  maxSize: 12,
}

const kept = new Map<string, ReactNode>()

/** The formula as elements with its MathML beside it; null when it is wrong or too long, and its source is to be shown. */
export function typeset(source: string, display: boolean): ReactNode {
  const key = `${display ? 'd' : 'i'}${source}`
  const known = kept.get(key)
  if (known !== undefined) return known
  const drawn = isLongFormula(source) ? null : draw(source, display)
  const oldest = kept.keys().next()
  if (kept.size >= KEPT && !oldest.done) kept.delete(oldest.value)
  kept.set(key, drawn)
  return drawn
}

function draw(source: string, display: boolean): ReactNode {
  try {
    return markupToElements(renderToString(source, { ...OPTIONS, displayMode: display, macros: {} }))
  } catch {
    return null
  }
}

/** Nothing that a text says becomes a link, an image, a class or a style of its own: the formula is wrong. */
function refuse(): boolean {
  throw new Error('An answer may not do this.')
}
