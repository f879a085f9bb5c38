import type { Sample } from './parse-metrics.ts'

/**
 * The value of the one series of `name` that has at least these labels; undefined when there is none.
 *
 * @throws Error when several have them.
 */
export function sampleValue(
  samples: readonly Sample[],
  name: string,
  labels: Record<string, string> = {},
): number | undefined {
  const wanted = Object.entries(labels)
  const found = samples.filter(
    (each) => each.name === name && wanted.every(([label, value]) => each.labels[label] === value),
  )
  if (found.length > 1) throw new Error(`${found.length} series of ${name} have ${JSON.stringify(labels)}.`)
  return found[0]?.value
}
