import type { PartName, Way } from './parse-options.ts'
import { type Figure, isOver, type Verdict } from './verdict.ts'

/** One part of a run. */
export interface PartResult {
  seed: number
  part: PartName
  way: Way
  verdict: Verdict
  seconds: number
}

const MOST_VIOLATIONS = 20

/** Whether no promise was broken and no figure is over its limit. */
export function isFaultless({ verdict }: PartResult): boolean {
  return verdict.violations.length === 0 && !verdict.figures.some(isOver)
}

/** A line for what was counted, a line for each figure, and what was wrong, with the command that plays it again. */
export function formatResult(result: PartResult): string {
  const { seed, part, way, verdict, seconds } = result
  const { violations, counts, figures } = verdict
  const pairs = Object.entries(counts).map(([name, count]) => `${count} ${name}`)
  const more = violations.length - MOST_VIOLATIONS
  return [
    [
      `seed ${seed} ${part} ${way}`,
      pairs.join(', '),
      `${seconds.toFixed(1)} s`,
      `${violations.length} violations`,
    ].join(' | '),
    ...figures.map((figure) => `  ${formatFigure(figure)}`),
    ...violations.slice(0, MOST_VIOLATIONS).map((violation) => `  VIOLATION ${violation}`),
    ...(more > 0 ? [`  … and ${more} more`] : []),
    ...(isFaultless(result) ? [] : [`  Replay: pnpm resume --seed ${seed} --part ${part} --way ${way}`]),
  ].join('\n')
}

/** The sum over all parts. */
export function formatTotal(results: readonly PartResult[]): string {
  const sum = (of: (result: PartResult) => number) => results.reduce((total, result) => total + of(result), 0)
  return [
    `Total: ${results.length} parts`,
    `${sum(({ verdict }) => verdict.counts.cuts ?? 0)} cuts`,
    `${sum(({ seconds }) => seconds).toFixed(0)} s`,
    `${sum(({ verdict }) => verdict.violations.length)} violations`,
    `${sum(({ verdict }) => verdict.figures.filter(isOver).length)} figures over their limit`,
  ].join(' | ')
}

function formatFigure(figure: Figure): string {
  const { name, value, unit, limit } = figure
  const digits = unit === 'ms' ? 0 : 1
  const measured = Number.isFinite(value) ? `${value.toFixed(digits)} ${unit}` : 'not measured'
  if (limit === undefined) return `${name}: ${measured}`
  return `${name}: ${measured}, ${isOver(figure) ? 'OVER' : 'within'} ${limit} ${unit}`
}
