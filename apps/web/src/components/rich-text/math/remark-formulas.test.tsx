import type { Root, RootContent } from 'hast'
import { describe, expect, it } from 'vitest'
import { parseMarkdown } from '../parse-markdown.ts'

interface Found {
  source: string
  display: boolean
  open: boolean
}

function formulas(text: string, growing = false): Found[] {
  const found: Found[] = []
  const visit = (node: Root | RootContent) => {
    if (node.type === 'element' && typeof node.properties.dataFormula === 'string')
      found.push({
        source: node.properties.dataFormula,
        display: node.properties.dataDisplay === true,
        open: node.properties.dataOpen === true,
      })
    if ('children' in node) node.children.forEach(visit)
  }
  visit(parseMarkdown(text, growing))
  return found
}
const sources = (text: string) => formulas(text).map(({ source }) => source)

describe('a formula', () => {
  it.each([
    ['a dollar on each side', 'a $x^2$ b', ['x^2']],
    ['a comma behind it', '$x$, $y$.', ['x', 'y']],
    ['a line ending in it', 'a $x\n= y$ b', ['x\n= y']],
    ['an escaped dollar in it', String.raw`$\$5$`, [String.raw`\$5`]],
    ['round brackets', String.raw`is \(x\) so`, ['x']],
    ['square brackets in a line', String.raw`is \[x\] so`, ['x']],
    ['brackets in brackets', String.raw`\(\left(x\right)\)`, [String.raw`\left(x\right)`]],
    ['a new line of TeX before its end', String.raw`\[a \\\]`, [String.raw`a \\`]],
    ['two dollars in a line', 'a $$x$$ b', ['x']],
    ['lines that would be Markdown', '$$\na\n+ b\n= c\n# d\n> e\n$$', ['a\n+ b\n= c\n# d\n> e']],
    ['blank lines', '$$\na\n\nb\n$$', ['a\nb']],
    ['a text before it without a blank line', 'so\n\\[\nx\n\\]\nis', ['x']],
    ['a quote around it', '> $$\n> x\n> $$', ['x']],
    ['a list around it', '- $$\n  x\n  $$\n- y', ['x']],
    ['a table around it', '| a |\n|---|\n| $x$ |', ['x']],
    ['emphasis marks in it', '$a_1 * b_2 * c_3$', ['a_1 * b_2 * c_3']],
  ])('may have %s', (_, text, expected) => expect(sources(text)).toEqual(expected))

  it.each([
    ['prices', '$5 and $10'],
    ['bold prices', '**$5** and **$10**'],
    ['a range of prices', 'from $20 to $30, or $1,000-$2,000'],
    ['a space behind the opening', '$ x$'],
    ['a space before the closing', '$x $'],
    ['an escaped dollar', String.raw`\$x$`],
    ['an escaped backslash', String.raw`\\(x\\)`],
    ['code', '`$x$` and ``\\(y\\)``'],
    ['a block of code', '```\n$x$\n$$\ny\n$$\n```'],
    ['variables of a shell', '$HOME and $PATH'],
    ['one that nothing closes', String.raw`$x and \(y and $$z`],
    ['nothing between the marks', String.raw`$$$$ and \(\) and $$`],
    ['three dollars', '$$$x$$$'],
    ['a paragraph between the marks', '$x\n\ny$'],
  ])('is not: %s', (_, text) => expect(sources(text)).toEqual([]))

  it.each([
    [String.raw`a \(x^`, true],
    ['a $x^', true],
    ['$$\na', true],
    [String.raw`\[a`, true],
    ['a $5 and', false],
    [`a $x^2 ${'and on '.repeat(40)}`, false],
  ])('that is not closed yet is one while the text grows: %j, %j', (text, isOne) => {
    expect(formulas(text, true).map(({ open }) => open)).toEqual(isOne ? [true] : [])
    expect(formulas(text)).toEqual([])
  })

  it('has a line of its own between two dollars or square brackets', () => {
    const displays = formulas(String.raw`$a$ $$b$$ \(c\) \[d\]`).map(({ display }) => display)
    expect(displays).toEqual([false, true, false, true])
  })
})
