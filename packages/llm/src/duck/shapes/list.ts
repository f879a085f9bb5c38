import { quote } from '../quote.ts'
import type { Shape } from '../scene.ts'

/** Sorts the points of a list by asking about each. */
export const listShape: Shape = ({ now, pick }) => {
  const { items } = now
  if (items.length < 2) return null
  const shown = items.slice(0, 6)
  const first = quote(shown[0] ?? '', 60)
  const last = quote(items.at(-1) ?? '', 60)
  return pick(
    [
      `You named ${items.length} points. Fill in the last column for me:\n\n| # | point | why it matters |\n|---|---|---|\n${shown.map((item, at) => `| ${at + 1} | ${quote(item, 60)} | ? |`).join('\n')}\n\nWhich row was the hardest to fill?`,
      `${items.length} points, from “${first}” to “${last}”. If you could keep only one, which would it be? And which is there only because it has always been there?`,
      `Let me ask about each:\n\n${shown.map((item) => `- **${quote(item, 60)}**: ${pick(['how will you know it is done?', 'who is waiting for it?', 'what does it need first?', 'what happens if you leave it out?'], item)}`).join('\n')}`,
    ],
    'list',
  )
}
