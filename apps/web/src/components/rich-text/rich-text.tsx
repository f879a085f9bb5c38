import { memo, useMemo } from 'react'
import Markdown from 'react-markdown'
import remarkGfm from 'remark-gfm'
import { PlainText } from '../plain-text.tsx'
import { elements } from './elements.tsx'
import { heal } from './heal.ts'
import { htmlAsText } from './html-as-text.ts'
import { remarkFormulas, remarkOpenFormulas } from './math/remark-formulas.ts'
import { splitBlocks } from './split-blocks.ts'
import { isHeavyBlock, isHeavyText } from './too-heavy.ts'
import { usePacedText } from './use-paced-text.ts'

const PLUGINS = [remarkGfm, remarkFormulas, htmlAsText]
const OPEN_PLUGINS = [remarkGfm, remarkOpenFormulas, htmlAsText]

export interface RichTextProps {
  text: string
  /** The text is still being written: half-open markup is closed for the eye. */
  streaming: boolean
}

/** Markdown as elements of this page. Raw HTML is text, links and images follow the link policy. */
export const RichText = memo(function RichText({ text, streaming }: RichTextProps) {
  const paced = usePacedText(text, streaming)
  const heavy = isHeavyText(paced)
  const blocks = useMemo(() => (heavy ? [] : splitBlocks(paced)), [paced, heavy])
  if (heavy) return <PlainText text={paced} />
  return blocks.map((block, at) => (
    // Blocks only grow at the end, so their place is their identity.
    <Block key={at} text={block} healing={streaming && at === blocks.length - 1} />
  ))
})

const Block = memo(function Block({ text, healing }: { text: string; healing: boolean }) {
  if (isHeavyBlock(text)) return <PlainText text={text} />
  return (
    <Markdown remarkPlugins={healing ? OPEN_PLUGINS : PLUGINS} components={elements} urlTransform={asIs}>
      {healing ? heal(text) : text}
    </Markdown>
  )
})

/** The link policy decides in the elements, where it can still say what was refused. */
function asIs(url: string): string {
  return url
}
