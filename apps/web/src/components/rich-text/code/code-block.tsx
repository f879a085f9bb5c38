import { isValidElement, type ReactNode, useMemo } from 'react'
import { CopyButton } from '../../copy-button.tsx'
import { useLazyPart } from '../lazy-part.ts'
import { useSpareTime } from '../use-spare-time.ts'
import { codePart } from './code-part.ts'
import { isLongCode } from './is-long-code.ts'
import { languageOf } from './language-of.ts'

interface CodeProps {
  className?: string
  children?: ReactNode
}

/** A fenced block: its language, a copy button, its colours, and its own horizontal scroll. */
export function CodeBlock({ children }: { children: ReactNode }) {
  const code = isValidElement<CodeProps>(children) ? children.props : {}
  const language = languageOf(code.className)
  const text = textOf(code.children)
  return (
    <figure className="code-block">
      <figcaption>
        <span>{language ?? 'text'}</span>
        <CopyButton text={text} label="Copy code" />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre tabIndex={0}>
        <code>
          <Coloured text={text} language={language} />
        </code>
      </pre>
    </figure>
  )
}

/** The text at once, in colours when they are there: they change nothing else. */
function Coloured({ text, language }: { text: string; language: string | null }) {
  const wanted = language !== null && !isLongCode(text)
  const highlight = useLazyPart(codePart, wanted)
  const colour = useMemo(
    () => (highlight && wanted ? () => highlight(text, language) : null),
    [highlight, wanted, text, language],
  )
  const coloured = useSpareTime(colour)
  return coloured ?? text
}

function textOf(node: ReactNode): string {
  if (Array.isArray(node)) return node.map(textOf).join('')
  return typeof node === 'string' ? node.replace(/\n$/, '') : ''
}
