import type { Pace } from './pace.ts'

/** The prompt that tells the model how to answer. */
export function writePlan({ perSecond, count }: Pace): string {
  return `${count} deltas at ${perSecond} a second`
}

/** What a prompt asks for; null when it is no plan, as where a title is asked for. */
export function readPlan(prompt: string): Pace | null {
  const [, count, perSecond] = /^(\d+) deltas at (\d+) a second$/.exec(prompt) ?? []
  return count === undefined ? null : { count: Number(count), perSecond: Number(perSecond) }
}
