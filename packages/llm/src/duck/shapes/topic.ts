import { quote } from '../quote.ts'
import type { Shape } from '../scene.ts'

/** Asks about the words the text turns on. */
export const topicShape: Shape = ({ now, pick }) => {
  const [one, two, three] = now.keywords.map((word) => `**${quote(word, 40)}**`)
  if (one === undefined) return null
  if (two === undefined)
    return pick(
      [
        `Tell me more about ${one}. What is it *for*, in one sentence?`,
        `${one}, you say. What is the one thing about it that does not fit?`,
        `What would change tomorrow if there were no ${one}?`,
      ],
      'topic',
    )
  return pick(
    [
      `I hear ${one} and ${two}. Which of them is the cause, and which only happens to stand next to it?`,
      `What does ${one} have to do with ${two}? Explain it to me as to someone who lives on a pond.`,
      `Draw it for me in words: where is ${one}, where is ${two}, and what goes from the one to the other${three ? `, and where does ${three} come in` : ''}?`,
      `Of all you wrote, ${one} seems to carry the most. What would you tell me if that word were forbidden?`,
      `- What do you know for certain about ${one}?\n- What do you only assume about ${two}?\n- What could you try in five minutes to find out${three ? ` about ${three}` : ''}?`,
    ],
    'topic',
  )
}
