import { must } from '@duck/protocol'
import { createRandom } from '../../random/random.ts'

const TEXTS = 64
const CHARS = 200
const WORDS = [
  ...[
    'quack',
    'pond',
    'the',
    'of',
    'and',
    'feather',
    'why',
    'does',
    'my',
    'query',
    'wait',
    'for',
    'a',
    'lock',
  ],
  ...['bread', 'on', 'water', 'please', 'explain', 'how', 'this', 'function', 'works', 'when', 'two', 'rows'],
] as [string, ...string[]]

/** What people write: texts of 200 characters, none like another. */
export const texts: readonly string[] = makeTexts()

let next = 0

/** The next of the texts, over and over. */
export function nextText(): string {
  return must(texts[next++ % TEXTS], 'text')
}

function makeTexts(): string[] {
  const random = createRandom('texts of the bench')
  return Array.from({ length: TEXTS }, () => {
    let text = ''
    while (text.length < CHARS) text += `${random.pick(WORDS)} `
    return text.slice(0, CHARS)
  })
}
