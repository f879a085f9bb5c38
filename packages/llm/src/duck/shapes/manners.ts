import type { Shape } from '../scene.ts'

const GREETING = /^\W*(hi|hello|hey|hallo|moin|good (morning|evening|afternoon)|bonjour|hola|quack|yo)\b/i
const THANKS = /^\W*(thanks?|thank you|thx|danke|merci|gracias|great|perfect|nice)\b/i
const MAX_WORDS = 4

/** Greetings and thanks that are nothing else. */
export const manners: Shape = ({ text, now, earlier, pick }) => {
  if (now.wordCount > MAX_WORDS || now.questions.length > 0) return null
  if (GREETING.test(text))
    return pick(
      [
        'Quack! What are you working on?',
        'Quack, hello! What is on your mind?',
        'Hello! What shall we look at?',
      ],
      'hello',
    )
  if (!THANKS.test(text)) return null
  const about = earlier.at(-1)?.keywords[0]
  return about
    ? `You did the thinking; I only floated. What is the next thing you will do about **${about}**?`
    : 'You are welcome. What is the next thing you will do?'
}
