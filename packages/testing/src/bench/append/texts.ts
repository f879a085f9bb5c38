import { must } from '@duck/protocol'
import { createRandom } from '../../random/random.ts'

const TEXTS = 64
const CHARS = 200
const FIRST_WORD = 'quack'
const OTHER_WORDS =
  'pond the of and feather why does my query wait for a lock bread on water please explain how this works when two rows'

/** What people write: texts of 200 characters, none like another. */
export const texts: readonly string[] = makeTexts()

let next = 0

/** The next of the texts, over and over. */
export function nextText(): string {
  return must(texts[next++ % TEXTS], 'text')
}

function makeTexts(): string[] {
  const words: [string, ...string[]] = [FIRST_WORD, ...OTHER_WORDS.split(' ')]
  const random = createRandom('texts of the bench')
  return Array.from({ length: TEXTS }, () => {
    let text = ''
    while (text.length < CHARS) text += `${random.pick(words)} `
    return text.slice(0, CHARS)
  })
}
