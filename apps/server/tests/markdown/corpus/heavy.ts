/** Texts that cost a parser much; what of them is expected to be shown as it is written. */
export interface Heavy {
  name: string
  text: string
  /** Shown without markup: parsing it would make typing stutter. */
  plain: boolean
}

const KB = 1000

export const HEAVY: Heavy[] = [
  { name: '100 kB of [', text: '['.repeat(100 * KB), plain: true },
  { name: '100 kB of ![', text: '!['.repeat(50 * KB), plain: true },
  { name: 'quotes nested 5,000 deep', text: `${'>'.repeat(5 * KB)} deep`, plain: true },
  { name: 'quotes nested 5,000 deep, spaced', text: `${'> '.repeat(5 * KB)}deep`, plain: true },
  {
    name: 'a table of 10,000 columns',
    text: `${'|a'.repeat(10 * KB)}|\n${'|-'.repeat(10 * KB)}|`,
    plain: true,
  },
  { name: 'lists nested 1,000 deep', text: `${'- '.repeat(KB)}deep`, plain: true },
  { name: '60 kB of * and _', text: '*a_ '.repeat(15 * KB), plain: true },
  { name: '60 kB of links left open', text: '[a]('.repeat(15 * KB), plain: true },
  { name: '60 kB of <', text: '<a '.repeat(20 * KB), plain: true },
  { name: '60 kB of entities', text: '&amp;'.repeat(12 * KB), plain: true },
  {
    name: 'a fence left open over 60 kB',
    text: `\`\`\`\n${'<b>"x"</b> [a](\n'.repeat(4 * KB)}`,
    plain: false,
  },
  { name: '10,000 dollars', text: '$'.repeat(10 * KB), plain: true },
  { name: '10,000 dollars that could each begin a formula', text: '$a '.repeat(10 * KB), plain: true },
  { name: '10,000 formulas left open', text: String.raw`\(a `.repeat(10 * KB), plain: true },
  { name: '5,000 lines that could each begin a formula', text: '$$ a\n'.repeat(5 * KB), plain: true },
  { name: '1 MB of code in one line', text: `\`\`\`js\n${'f(x);'.repeat(200 * KB)}\n\`\`\``, plain: true },
  { name: '90 kB of code in one line', text: `\`\`\`js\n${'f(x);'.repeat(18 * KB)}\n\`\`\``, plain: false },
  { name: '20 kB of backticks', text: '`` ` '.repeat(4 * KB), plain: true },
]
