import { common, createLowlight } from 'lowlight'
import './colours.css'
import { createElement, type ReactNode } from 'react'

const lowlight = createLowlight(common)

type Tree = ReturnType<typeof lowlight.highlight>

/** Code as text and `span`s whose classes say what it is; null for a language that is not known. */
export function highlight(code: string, language: string): ReactNode[] | null {
  if (!lowlight.registered(language)) return null
  return lowlight.highlight(language, code).children.map(toElement)
}

function toElement(node: Tree['children'][number], at: number): ReactNode {
  if (node.type === 'text') return node.value
  if (node.type !== 'element') return null
  const { className } = node.properties
  const classes = Array.isArray(className) ? className.join(' ') : undefined
  return createElement('span', { key: at, className: classes }, ...node.children.map(toElement))
}
