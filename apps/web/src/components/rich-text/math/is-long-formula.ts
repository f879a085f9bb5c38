const LONGEST_UNITS = 1_000
const MOST_CELLS = 100
const DEEPEST = 24
// A few words of its own make a formula of any length.
const DEFINES = /\\(?:[egx]?def|let|futurelet|global|long|(?:re|provide)?(?:new)?command)(?![a-z])/i

/** A formula that is shown as its source: to draw it would take, or could take, longer than a page may stand still. */
export function isLongFormula(source: string): boolean {
  if (source.length > LONGEST_UNITS || DEFINES.test(source)) return true
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
