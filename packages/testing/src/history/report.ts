import { formatAnomaly } from './anomaly.ts'
import { type RunResult, shortcomings } from './run/run-plan.ts'

const MOST_ANOMALIES = 20

export function isFaultless(result: RunResult): boolean {
  return result.anomalies.length === 0 && shortcomings(result).length === 0
}

/** One line for a run, and what was wrong with it, if anything was, with the command that replays it. */
export function formatRun(result: RunResult): string {
  const { plan, acked, refused, unknown, settled, committedUnseen, reads, faults, anomalies, seconds } =
    result
  const line = [
    `seed ${plan.seed} ${plan.target}`,
    `${plan.isolation}${plan.pooled ? ', pgbouncer' : ''}`,
    `${acked} acked, ${refused} refused, ${unknown} unknown → ${settled} settled${plan.target === 'store' ? ` (${committedUnseen} had been committed)` : ''}`,
    `${reads} reads`,
    `faults: ${pairs(faults)}`,
    `${seconds.toFixed(1)} s`,
    `${anomalies.length} anomalies`,
  ].join(' | ')
  return isFaultless(result) ? line : [line, ...complaints(result)].join('\n')
}

function complaints(result: RunResult): string[] {
  const { anomalies, reasons, plan } = result
  const more = anomalies.length - MOST_ANOMALIES
  return [
    ...shortcomings(result).map((text) => `  ${text}`),
    ...anomalies.slice(0, MOST_ANOMALIES).map((anomaly) => `  ${formatAnomaly(anomaly)}`),
    ...(more > 0 ? [`  … and ${more} more`] : []),
    `  no answers because of: ${pairs(reasons)}`,
    `  Replay: ${replayCommand(plan)}`,
  ]
}

function replayCommand({ seed, target, appends, clients, users, nemeses }: RunResult['plan']): string {
  const options = {
    seed,
    target,
    appends,
    clients,
    users,
    ...(nemeses ? { nemesis: nemeses.join(',') } : {}),
  }
  return `pnpm history ${Object.entries(options)
    .map(([name, value]) => `--${name} ${value}`)
    .join(' ')}`
}

/** The sum over all runs. */
export function formatTotal(results: readonly RunResult[]): string {
  const sum = (of: (result: RunResult) => number) => results.reduce((total, result) => total + of(result), 0)
  const faults: Record<string, number> = {}
  for (const result of results)
    for (const [name, count] of Object.entries(result.faults)) faults[name] = (faults[name] ?? 0) + count
  return [
    `Total: ${results.length} runs`,
    `${sum((result) => result.acked)} acked, ${sum((result) => result.refused)} refused`,
    `${sum((result) => result.unknown)} unknown → ${sum((result) => result.settled)} settled (of the store's, ${sum((result) => result.committedUnseen)} had been committed)`,
    `${sum((result) => result.reads)} reads`,
    `faults: ${pairs(faults)}`,
    `${sum((result) => result.seconds).toFixed(0)} s`,
    `${sum((result) => result.anomalies.length)} anomalies`,
  ].join(' | ')
}

/** The nemeses that were to strike and never did, in any run. */
export function missingFaults(results: readonly RunResult[]): string[] {
  const happened = new Set(results.flatMap((result) => Object.keys(result.faults)))
  const wanted = results.flatMap(({ plan }) => [
    ...plan.strikes.map(({ name }) => name),
    ...(plan.rates.cut > 0 ? ['cut-after-commit', 'cut-before-commit', 'cut-before'] : []),
    ...(plan.rates.delay > 0 ? ['delay-request', 'delay-reply'] : []),
  ])
  return [...new Set(wanted)].filter((name) => !happened.has(name))
}

function pairs(counts: Record<string, number>): string {
  const parts = Object.entries(counts).map(([name, count]) => `${name} ${count}`)
  return parts.length === 0 ? 'none' : parts.join(', ')
}
