import type { Root } from 'hast'
import remarkGfm from 'remark-gfm'
import remarkParse from 'remark-parse'
import remarkRehype from 'remark-rehype'
import { unified } from 'unified'
import { htmlAsText } from './html-as-text.ts'
import { remarkFormulas, remarkOpenFormulas } from './math/remark-formulas.ts'

const closed = createProcessor(remarkFormulas)
const open = createProcessor(remarkOpenFormulas)

/** Markdown as a tree of elements, each top one with its place. With `growing`, a formula left open at the end is one already. */
export function parseMarkdown(text: string, growing: boolean): Root {
  const processor = growing ? open : closed
  const tree = processor.runSync(processor.parse(text))
  // Line endings between the blocks, which show nothing.
  tree.children = tree.children.filter((node) => node.type !== 'text' || node.value.trim() !== '')
  return tree
}

function createProcessor(formulas: typeof remarkFormulas) {
  return unified().use(remarkParse).use(remarkGfm).use(formulas).use(htmlAsText).use(remarkRehype)
}
