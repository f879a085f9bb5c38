import { describe, expect, it } from 'vitest'
import { isHeavyBlock, isHeavyText } from './too-heavy.ts'

describe('what is shown as plain text', () => {
  it.each([
    ['5,000 nested quotes', `${'>'.repeat(5_000)} x`],
    ['5,000 spaced nested quotes', `${'> '.repeat(5_000)} x`],
    ['a list in a list, 1,000 deep, on one line', `${'- '.repeat(1_000)}x`],
    ['a list in a list, 300 deep', Array.from({ length: 300 }, (_, n) => `${'  '.repeat(n)}- x`).join('\n')],
    ['a table of 10,000 columns', '|a'.repeat(10_000)],
    ['one paragraph of 90,000 units', 'word\n'.repeat(18_000)],
    ['20,000 units of backticks', '`` ` '.repeat(4_000)],
    ['20,000 units of backticks that only begin as a fence does', '``` `` ` '.repeat(2_000)],
    ['12,000 units of stars and underscores', '*a_ '.repeat(3_000)],
    ['12,000 closing brackets', ']'.repeat(12_000)],
    ['a heading on each of 3,000 lines', 'a\n-\n'.repeat(1_500)],
    ['20,000 units of stars behind a fence', `\`\`\`\n\`\`\`\n${'*a_ '.repeat(5_000)}`],
  ])('%s', (_, block) => expect(isHeavyBlock(block)).toBe(true))

  it('any text over 100,000 units', () => expect(isHeavyText('a'.repeat(100_001))).toBe(true))

  it('a text of many blocks with 20,000 marks in all', () =>
    expect(isHeavyText('*a_ *b_\n\n'.repeat(5_001))).toBe(true))
})

describe('what is not', () => {
  it.each([
    ['a long code block', `\`\`\`ts\n${'const a = [1, 2]\n'.repeat(4_000)}\`\`\``],
    ['a long code block that is closed with more', `~~~\n${'*a_ [1]\n'.repeat(4_000)}~~~~~\n`],
    ['a long code block still open', `\`\`\`\`js\n${'`` `\n```\n'.repeat(2_000)}`],
    ['a list of 200 items with links', '- **a** [b](https://pond.example) `c`\n'.repeat(200)],
    ['a wide but common table', '|a'.repeat(30)],
    ['a rule of dashes', '-'.repeat(300)],
    ['a long line of prose', 'quack '.repeat(900)],
    ['deeply indented continuation', `${' '.repeat(60)}x`],
  ])('%s', (_, block) => expect(isHeavyBlock(block)).toBe(false))
})
