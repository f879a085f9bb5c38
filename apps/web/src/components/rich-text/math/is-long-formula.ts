const LONGEST_UNITS = 1_500
const MOST_CELLS = 150
const DEEPEST = 24

/** A formula that is shown as its source: to draw it would take longer than a page may stand still. */
export function isLongFormula(source: string): boolean {
  if (source.length > LONGEST_UNITS) return true
  const cells = source.match(/&|\\\\|\\cr/g)?.length ?? 0
  return cells > MOST_CELLS || depth(source) > DEEPEST
}

function depth(source: string): number {
  let [now, deepest] = [0, 0]
  for (const [mark] of source.matchAll(/[{}]|\\left|\\right|\\begin|\\end/g)) {
    now += mark === '{' || mark === '\\left' || mark === '\\begin' ? 1 : -1
    deepest = Math.max(deepest, now)
  }
  return deepest
}
