/** Something that is not as it should be. */
export interface Difference {
  /** The conversation's id in the file; null when it concerns them all. */
  session: string | null
  index: number | null
  what: string
}

/** One question asked of many things. */
export interface Check {
  /** What is looked at, as words after a number: `texts`. */
  name: string
  compared: number
  differences: Difference[]
}

/** The checks with what is said of the same question put together, in the order they first came. */
export function joinChecks(checks: Iterable<Check>): Check[] {
  const joined = new Map<string, Check>()
  for (const { name, compared, differences } of checks) {
    const one = joined.get(name) ?? { name, compared: 0, differences: [] }
    joined.set(name, one)
    one.compared += compared
    one.differences.push(...differences)
  }
  return [...joined.values()]
}

/** Whether one figure of a session, or of them all, is what it has to be. */
export function checkEqual(name: string, session: string | null, expected: number, actual: unknown): Check {
  return { ...checkTotal(name, expected, actual, session), compared: 1 }
}

/** Whether there are as many of something as there have to be. */
export function checkTotal(
  name: string,
  expected: number,
  actual: unknown,
  session: string | null = null,
): Check {
  const what = `${name}: ${String(actual)} instead of ${expected}`
  const differences = expected === actual ? [] : [{ session, index: null, what }]
  return { name, compared: expected, differences }
}

/** Whether two bags hold the same things equally often. `nameOf` words a thing that is missing or too much. */
export function checkSame(
  name: string,
  expected: readonly string[],
  actual: readonly string[],
  nameOf: (thing: string) => string,
): Check {
  const counts = new Map<string, number>()
  for (const thing of expected) counts.set(thing, (counts.get(thing) ?? 0) + 1)
  for (const thing of actual) counts.set(thing, (counts.get(thing) ?? 0) - 1)
  const differences = [...counts].flatMap(([thing, count]): Difference[] => {
    if (count === 0) return []
    const what = count > 0 ? `missing ${count} times` : `${-count} times too often`
    return [{ session: null, index: null, what: `${name}: ${nameOf(thing)} ${what}` }]
  })
  return { name, compared: expected.length, differences }
}
