import fc from 'fast-check'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { parseMarkdown } from './parse-markdown.ts'
import { RichText } from './rich-text.tsx'
import { showTree } from './show-tree.tsx'
import { splitBlocks } from './split-blocks.ts'

const render = (text: string) =>
  renderToStaticMarkup(showTree(parseMarkdown(text, false))).replaceAll(/\s+/g, ' ')
const renderBlocks = (text: string) =>
  renderToStaticMarkup(<RichText text={text} streaming={false} />).replaceAll(/\s+/g, ' ')

const PIECES = [
  'A paragraph\nof two lines.',
  '# Heading',
  '- one\n- two',
  '- loose\n\n- list\n\n  with a paragraph',
  '1. first\n\n2. second',
  '```ts\nconst a = 1\n\nconst b = 2\n```',
  '~~~\n```\n\n~~~',
  '> quote\n> goes on',
  '| a | b |\n|---|---|\n| 1 | 2 |',
  '---',
  '    indented code',
  '  indented text',
  '<div>raw</div>',
  '[a]: https://pond.example',
  'see [a] and [^1]',
  '[^1]: a note',
  '<!-- a\n\ncomment -->',
  '```\nunclosed\n\nfence',
  'a price of $5, $x^2$ and \\(y\\)',
  '$$\na\n\n+ b\n$$',
  '\\[\nx\n\\]',
  'an open $$ in a line',
]

describe('blocks', () => {
  it('joined are the text', () => {
    const marks = fc.array(fc.constantFrom('\n', '- ', '```', 'a', ' ', '> ')).map((parts) => parts.join(''))
    fc.assert(
      fc.property(fc.oneof(marks, fc.string({ unit: 'grapheme' })), (text) => {
        expect(splitBlocks(text).join('')).toBe(text)
      }),
    )
  })

  it('rendered one by one look as the whole text would', () => {
    const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 7 }).map((pieces) => pieces.join('\n\n'))
    fc.assert(
      fc.property(text, (whole) => {
        expect(renderBlocks(whole)).toBe(render(whole))
      }),
      { numRuns: 150 },
    )
  })

  it('leave all but the last unchanged while a text grows', () => {
    const grown = splitBlocks('One.\n\nTwo.\n\nThree')
    expect(splitBlocks('One.\n\nTwo.\n\nThr').slice(0, -1)).toEqual(grown.slice(0, -1))
    expect(grown).toEqual(['One.\n\n', 'Two.\n\n', 'Three'])
  })
})
