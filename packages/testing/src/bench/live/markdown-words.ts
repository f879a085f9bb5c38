import { must } from '@duck/protocol'
import { wordPieces } from '../../model-server/replies.ts'

export const PAGE = `## Where the ducks sleep

Ducks sleep **on the water**, in a row, and those at *both ends* keep one eye open. A row that is kept in order needs
no more than three rules:

1. Whoever comes last sleeps at the end.
2. Nobody changes places \`in the night\`.
3. At dawn they are counted, from 0 on.

\`\`\`ts
export function countDucks(row: readonly Duck[]): number {
  // None is counted twice.
  return row.filter(({ asleep }) => asleep).length
}
\`\`\`

| pond  | ducks | awake |
| ----- | ----- | ----- |
| north | 12    | 2     |
| south | 31    | 2     |

> What is counted once stays counted.

`

const WORDS = wordPieces(PAGE)

/** A page of markdown without end, word by word: each with the white space before it. */
export function wordAt(place: number): string {
  return must(WORDS[place % WORDS.length], 'a word')
}
