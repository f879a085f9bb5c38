import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { highlight } from './highlight.ts'
import { isLongCode } from './is-long-code.ts'
import { languageOf } from './language-of.ts'

const markup = (code: string, language: string) => renderToStaticMarkup(<p>{highlight(code, language)}</p>)

describe('code', () => {
  it('keeps its text, in spans that have a class and nothing more', () => {
    const code = `const a = \`<b onclick="x">$\{b}</b>\` // 🦆\n\tif (a) {}\n`
    const drawn = markup(code, 'ts')
    expect(drawn).toMatch(/^<p>(?:[^<]|<span class="[\w .-]+">|<\/span>)*<\/p>$/)
    const text = drawn.replaceAll(/<[^>]*>/g, '')
    expect(text).toBe(renderToStaticMarkup(<p>{code}</p>).slice(3, -4))
  })

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', 'klingon', ''])(
    'of the language %j stays as it is',
    (language) => expect(highlight('const a = 1', language)).toBeNull(),
  )

  it.each([
    ['12,001 units', 'x\n'.repeat(6_001).slice(0, 12_001)],
    ['401 lines', '\n'.repeat(400)],
    ['a line of 2,001 units', 'x'.repeat(2_001)],
  ])('of %s is too long', (_, code) => expect(isLongCode(code)).toBe(true))

  it.each([
    ['400 lines', '\n'.repeat(399)],
    ['a line of 2,000 units', 'x'.repeat(2_000)],
    ['12,000 units', `${'x'.repeat(1_999)}\n`.repeat(6)],
  ])('of %s is not', (_, code) => expect(isLongCode(code)).toBe(false))
})

it.each([
  ['language-ts', 'ts'],
  ['language-TypeScript', 'typescript'],
  ['language-c++', 'c++'],
  ['language-c#', 'c#'],
  ['language-objective-c', 'objective-c'],
  ['language-{.python', 'python'],
  ['language-js:app.js', 'js'],
  ['language-js{1,3}', 'js'],
  ['other', null],
  ['', null],
  [undefined, null],
])('the class %j names the language %j', (className, language) => {
  expect(languageOf(className)).toBe(language)
})
