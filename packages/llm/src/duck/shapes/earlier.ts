import { quote } from '../quote.ts'
import type { Shape } from '../scene.ts'

/** Ties what is said now to what was said before. */
export const earlierShape: Shape = ({ now, earlier, pick }) => {
  const before = earlier.findLast((reading) => reading.keywords.length > 0)?.keywords ?? []
  const lower = new Set(now.keywords.map((word) => word.toLowerCase()))
  const [fresh] = now.keywords.filter((word) => !before.includes(word))
  const again = before.find((word) => lower.has(word.toLowerCase()))
  if (again)
    return `You come back to **${quote(again, 40)}**. What have you found out about it since you first named it?`
  const [old] = before
  if (old === undefined || fresh === undefined) return null
  const [then, today] = [`**${quote(old, 40)}**`, `**${quote(fresh, 40)}**`]
  return pick(
    [
      `A moment ago it was ${then}, now it is ${today}. Is that still the same problem?`,
      `How does ${today} help with ${then}, which you told me about before?`,
      `I have not forgotten ${then}. Did ${today} settle it, or push it aside?`,
    ],
    'earlier',
  )
}
