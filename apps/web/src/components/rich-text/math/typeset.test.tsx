import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { isLongFormula } from './is-long-formula.ts'
import { typeset } from './typeset.ts'

const markup = (source: string) => renderToStaticMarkup(<p>{typeset(source, false)}</p>)

describe('a formula', () => {
  it('is drawn with its MathML and its source', () => {
    const drawn = markup('x^2')
    expect(drawn).toContain('<annotation encoding="application/x-tex">x^2</annotation>')
    expect(drawn).toContain('<msup><mi>x</mi><mn>2</mn></msup>')
  })

  it('that is drawn twice is made once', () => expect(typeset('y^3', true)).toBe(typeset('y^3', true)))

  it.each([
    [String.raw`\frac{a`],
    [String.raw`\notacommand`],
    [String.raw`\href{https://pond.example}{x}`],
    [String.raw`\url{https://pond.example}`],
    [String.raw`\includegraphics{https://pond.example/x.png}`],
    [String.raw`\htmlClass{modal}{x}`],
    [String.raw`\htmlStyle{position:fixed}{x}`],
    [String.raw`\color{red;position:fixed}x`],
    [String.raw`\def\a{\a\a}\a`],
  ])('that is wrong or wants more than to be drawn is not: %s', (source) => {
    expect(typeset(source, false)).toBeNull()
  })

  it('makes no element of what looks like markup', () => {
    const drawn = markup(String.raw`\text{<img src=x onerror="alert(1)"></math>}`)
    expect(drawn).not.toMatch(/<(?!\/?(?:p|span|math|semantics|mrow|mtext|annotation)\b)/)
    expect(drawn).toContain('&lt;img')
  })

  it.each([
    ['1,001 units', 'x'.repeat(1_001)],
    ['101 cells', 'x&'.repeat(101)],
    ['25 braces deep', '{'.repeat(25)],
    ['a definition', String.raw`\newcommand{\a}{x}`],
    ['another definition', String.raw`\gdef\a{x}`],
  ])('is not tried with %s', (_, source) => expect(isLongFormula(source)).toBe(true))

  it.each([
    ['1,000 units', 'x'.repeat(1_000)],
    ['100 cells', 'x&'.repeat(100)],
    ['24 braces deep', '{'.repeat(24)],
    ['words that begin as a definition does', String.raw`\delta \left( \letter \longrightarrow`],
  ])('is tried with %s', (_, source) => expect(isLongFormula(source)).toBe(false))
})
