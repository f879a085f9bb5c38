import type { Pace } from './pace.ts'

/** How fast, how many, and whether the deltas are words of a text with headings, lists and code. */
export interface Plan extends Pace {
  markdown?: true
}

/** The prompt that tells the model how to answer. */
export function writePlan({ perSecond, count, markdown }: Plan): string {
  return `${count} deltas at ${perSecond} a second${markdown ? ' in markdown' : ''}`
}

/** What a prompt asks for; null when it is no plan, as where a title is asked for. */
export function readPlan(prompt: string): Plan | null {
  const [, count, perSecond, markdown] = /^(\d+) deltas at (\d+) a second( in markdown)?$/.exec(prompt) ?? []
  if (count === undefined) return null
  return { count: Number(count), perSecond: Number(perSecond), ...(markdown ? { markdown: true } : {}) }
}
