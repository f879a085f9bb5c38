import { memo, useMemo } from 'react'
import { PlainText } from '../plain-text.tsx'
import { groupByBlock } from './group-by-block.ts'
import { heal } from './heal.ts'
import { parseMarkdown } from './parse-markdown.ts'
import { reachesOver } from './reaches-over.ts'
import { showTree } from './show-tree.tsx'
import { splitBlocks } from './split-blocks.ts'
import { isHeavyBlock, isHeavyText } from './too-heavy.ts'
import { usePacedText } from './use-paced-text.ts'

export interface RichTextProps {
  text: string
  /** The text is still being written: half-open markup is closed for the eye. */
  streaming: boolean
}

/** Markdown as elements of this page. Raw HTML is text, links and images follow the link policy. */
export const RichText = memo(function RichText({ text, streaming }: RichTextProps) {
  const paced = usePacedText(text, streaming)
  if (isHeavyText(paced)) return <PlainText text={paced} />
  return <Blocks text={paced} growing={streaming} />
})

// Blocks only grow at the end, so their place is their identity; what is shown of one keeps its nodes however it was parsed.
function Blocks({ text, growing }: { text: string; growing: boolean }) {
  const blocks = useMemo(() => splitBlocks(text), [text])
  const whole = useMemo(
    () => (reachesOver(text) && !isHeavyBlock(text) ? parseWhole(text, blocks, growing) : null),
    [text, blocks, growing],
  )
  return (
    <>
      {blocks.map((block, at) => (
        <Block
          key={at}
          text={block}
          growing={growing && at === blocks.length - 1}
          shown={whole?.shown[at] ?? null}
        />
      ))}
      {whole?.notes}
    </>
  )
}

interface BlockProps {
  text: string
  growing: boolean
  /** What it is as a part of the whole text, where its own text does not tell. */
  shown: ReturnType<typeof showTree> | null
}

const Block = memo(function Block({ text, growing, shown }: BlockProps) {
  const own = useMemo(
    () =>
      shown !== null || isHeavyBlock(text)
        ? null
        : showTree(parseMarkdown(growing ? heal(text) : text, growing)),
    [text, growing, shown],
  )
  return shown ?? own ?? <PlainText text={text} />
})

function parseWhole(text: string, blocks: readonly string[], growing: boolean) {
  const tree = parseMarkdown(growing ? heal(text) : text, growing)
  const { groups, notes } = groupByBlock(tree, blocks)
  return { shown: groups.map(showTree), notes: notes.children.length > 0 ? showTree(notes) : null }
}
