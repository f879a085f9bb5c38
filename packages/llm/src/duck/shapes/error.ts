import { quoteCode } from '../quote.ts'
import type { Shape } from '../scene.ts'

/** Asks about an error somebody met. */
export const errorShape: Shape = ({ now, pick }) => {
  if (!now.error) return null
  const error = quoteCode(now.error, 110)
  const [name = 'it'] = now.code?.names ?? []
  const where = now.code ? `what \`${name}\` is given` : `what happens just before`
  return pick(
    [
      `Let us look at it together: ${error}.\n\n1. What did you expect to happen instead?\n2. When did it last work, and what has changed since?\n3. Do you know ${where}, or do you believe it?`,
      `Read me this line aloud, slowly: ${error}. Which word of it surprises you?\n\nThen tell me ${where}. Not what should happen: what does.`,
      `So it says ${error}. Before you search for it:\n\n- Does it come **every time**, or only sometimes?\n- What is the smallest thing you can do that still brings it up?\n- If the message is right and you are wrong, what would have to be true?`,
    ],
    'error',
  )
}
