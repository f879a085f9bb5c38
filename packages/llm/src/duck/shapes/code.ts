import { quoteCode } from '../quote.ts'
import type { Scene, Shape } from '../scene.ts'

/** Lets the user explain code line by line, which is what a rubber duck is for. */
export const codeShape: Shape = ({ now, pick }: Scene) => {
  if (!now.code) return null
  const { lines, names, language } = now.code
  const [first = ''] = lines
  if (lines.length === 1)
    return `You show me ${quoteCode(first)}. What goes into it, what comes out, and who else depends on that?`
  const inner = lines.slice(1)
  const line = quoteCode(pick([inner[0] ?? first, ...inner.slice(1)], 'line'))
  const name = names.length > 0 ? `\`${pick([names[0] ?? '', ...names.slice(1)], 'name')}\`` : 'this'
  const size = `${lines.length} lines${language ? ` of ${language}` : ''}`
  return pick(
    [
      `I see ${size}. Explain them to me as if I had feathers: what does ${name} promise to whoever calls it?\n\nI stopped at ${line}. Why is that line there, and what breaks without it?`,
      `Thank you for the ${size}. Take me through them from ${quoteCode(first)} on, one line at a time.\n\n- What is true **before** ${line} runs?\n- What is true after it?\n- What does ${name} do when its input is empty?`,
      `${size[0]?.toUpperCase()}${size.slice(1)}, and my eye stays on ${line}. Which line are *you* least sure of, and how could ${name} show you that you are right?`,
    ],
    'code',
  )
}
