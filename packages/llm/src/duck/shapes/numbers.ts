import { inWords, quote } from '../quote.ts'
import type { Shape } from '../scene.ts'

/** Asks where the numbers come from. */
export const numbersShape: Shape = ({ now, pick }) => {
  const [first, ...rest] = now.numbers.map((number) => `**${quote(number, 40)}**`)
  if (first === undefined) return null
  const all = inWords([first, ...rest].slice(0, 4))
  if (rest.length === 0)
    return pick(
      [
        `Where does ${first} come from: did you measure it, or is it a guess?`,
        `You say ${first}. What would be different if it were ten times as much?`,
        `Is ${first} a lot here? Compared with what?`,
      ],
      'numbers',
    )
  return pick(
    [
      `You give me ${all}. Which of them have you measured, and which do you only believe?`,
      `There are ${now.numbers.length} numbers in this: ${all}. If one of them is wrong, which would hurt most?`,
      `How do ${all} hang together? If the first doubled, what would the others do?`,
    ],
    'numbers',
  )
}
