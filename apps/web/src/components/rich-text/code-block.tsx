import { isValidElement, type ReactNode } from 'react'
import { CopyButton } from '../copy-button.tsx'

interface CodeProps {
  className?: string
  children?: ReactNode
}

/** A fenced block: its language, a copy button, and its own horizontal scroll. */
export function CodeBlock({ children }: { children: ReactNode }) {
  const code = isValidElement<CodeProps>(children) ? children.props : {}
  const language = /language-(\S+)/.exec(code.className ?? '')?.[1]
  const text = textOf(code.children)
  return (
    <figure className="code-block">
      <figcaption>
        <span>{language ?? 'text'}</span>
        <CopyButton text={text} label="Copy code" />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre tabIndex={0}>
        <code>{text}</code>
      </pre>
    </figure>
  )
}

function textOf(node: ReactNode): string {
  if (Array.isArray(node)) return node.map(textOf).join('')
  return typeof node === 'string' ? node.replace(/\n$/, '') : ''
}
