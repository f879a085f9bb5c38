import { createElement, Fragment, type ReactNode } from 'react'
import { allowedStyle } from './allowed-style.ts'

const TAGS = new Set(
  'span svg path line math semantics annotation mrow mi mn mo mtext mspace mover munder munderover msup msub msubsup mfrac mroot msqrt mtable mtr mtd mlabeledtr menclose mstyle mpadded mphantom'.split(
    ' ',
  ),
)
const ATTRIBUTES = new Set(
  'class style aria-hidden width height viewBox preserveAspectRatio d x1 y1 x2 y2 stroke-width xmlns encoding display mathvariant mathcolor mathbackground mathsize stretchy fence separator accent accentunder lspace rspace minsize maxsize linethickness displaystyle scriptlevel columnalign columnspacing columnlines rowspacing rowlines rowalign side depth voffset notation movablelimits largeop symmetric scale'.split(
    ' ',
  ),
)
const PIECE = /<(\/?)([a-z]+)((?:\s+[\w:-]+\s*="[^"]*")*)\s*(\/?)>|([^<]+)/gi
const ATTRIBUTE = /([\w:-]+)\s*="([^"]*)"/g
const MOST_PIECES = 6_000
const DEEPEST = 120

interface Open {
  tag: string
  props: Record<string, unknown>
  children: ReactNode[]
}

/**
 * The markup that KaTeX writes, as elements: the page's policy takes no markup as text, and styles only through the CSSOM. Tags and
 * attributes that it never writes are left out. Throws when there are too many for a page to show at once.
 */
export function markupToElements(markup: string): ReactNode {
  const stack: Open[] = [{ tag: '', props: {}, children: [] }]
  let pieces = 0
  for (const [, slash, tag = '', attributes = '', isVoid, text] of markup.matchAll(PIECE)) {
    const parent = stack.at(-1)
    pieces += 1
    if (!parent || pieces > MOST_PIECES || stack.length > DEEPEST)
      throw new Error('The formula is too large.')
    if (text !== undefined) parent.children.push(decode(text))
    else if (slash) close(stack)
    else {
      stack.push({ tag, props: readAttributes(attributes), children: [] })
      if (isVoid) close(stack)
    }
  }
  const [root] = stack
  return createElement(Fragment, null, ...(root?.children ?? []))
}

function close(stack: Open[]): void {
  const element = stack.pop()
  if (element && TAGS.has(element.tag))
    stack.at(-1)?.children.push(createElement(element.tag, element.props, ...element.children))
}

function readAttributes(written: string): Record<string, unknown> {
  const props: Record<string, unknown> = {}
  for (const [, name = '', value = ''] of written.matchAll(ATTRIBUTE)) {
    if (!ATTRIBUTES.has(name)) continue
    if (name === 'style') props.style = allowedStyle(decode(value))
    else props[PROPS[name] ?? name] = decode(value)
  }
  return props
}
const PROPS: Record<string, string> = { class: 'className', 'stroke-width': 'strokeWidth' }

function decode(text: string): string {
  return text.replaceAll(/&(amp|lt|gt|quot|#x27);/g, (_, name: string) => ENTITIES[name] ?? '')
}
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#x27': "'" }
