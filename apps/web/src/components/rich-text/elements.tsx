import type { Components } from 'hast-util-to-jsx-runtime'
import type { ComponentProps } from 'react'
import { linkTarget } from '../../lib/link-policy.ts'
import { CodeBlock } from './code/code-block.tsx'
import { InsideLink } from './inside-link.ts'
import { Formula } from './math/formula.tsx'
import { RemoteImage } from './remote-image.tsx'

/** How Markdown's elements look and what they may do. Headings start below those of the page. */
export const elements: Partial<Components> = {
  h1: ({ children }) => <h3>{children}</h3>,
  h2: ({ children }) => <h4>{children}</h4>,
  h3: ({ children }) => <h5>{children}</h5>,
  h4: ({ children }) => <h6>{children}</h6>,
  h5: ({ children }) => <h6>{children}</h6>,
  // The way back from a footnote is an address in this page, where no message's link leads.
  a: ({ node, href, children }) =>
    node?.properties.dataFootnoteBackref === undefined ? <SafeLink href={href}>{children}</SafeLink> : null,
  img: ({ src, alt }) => <RemoteImage src={typeof src === 'string' ? src : undefined} alt={alt ?? ''} />,
  span: ({ node, children }) => {
    const { dataFormula: source, dataDisplay, dataOpen } = node?.properties ?? {}
    if (typeof source !== 'string') return <span>{children}</span>
    return <Formula source={source} display={dataDisplay === true} open={dataOpen === true} />
  },
  pre: ({ children }) => <CodeBlock>{children}</CodeBlock>,
  table: ({ children }) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="table-scroll" aria-label="Table" tabIndex={0}>
      <table>{children}</table>
    </section>
  ),
}

function SafeLink({ href, children }: ComponentProps<'a'>) {
  const target = linkTarget(href)
  if (target === null) return <span>{children}</span>
  return (
    <a href={target} target="_blank" rel="noopener noreferrer">
      <InsideLink value={true}>{children}</InsideLink>
    </a>
  )
}
