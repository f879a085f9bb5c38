import { type Figure, judged, type Target } from '../figure.ts'
import { median, ratioOfRounds } from '../median.ts'
import type { Measured } from './measure.ts'

/** What two contenders can be compared by. */
export type Quantity = 'perSecond' | 'medianMs' | 'bytes' | 'cpuUs'

export interface Comparison {
  bench: string
  /** The other's name. */
  of: string
  by: Quantity
  target?: Target
  inFlight?: number
  messages?: number
}

const OTHERS_KEY = {
  perSecond: 'ofPerSecond',
  medianMs: 'ofMedianMs',
  bytes: 'ofBytes',
  cpuUs: 'ofCpuUs',
} as const satisfies Record<Quantity, keyof Figure>

/** Our rounds beside the other's; undefined where the quantity was not to be had. */
export function compare(
  { by, target, ...facts }: Comparison,
  ours: readonly Measured[],
  theirs: readonly Measured[],
): Figure | undefined {
  const values = valuesOf(ours, by)
  const others = valuesOf(theirs, by)
  if (values.length < ours.length || others.length < theirs.length) return undefined
  const { ratio, range } = ratioOfRounds(values, others)
  return {
    ...facts,
    ratio,
    range,
    [by]: median(values),
    [OTHERS_KEY[by]]: median(others),
    ...(target ? judged(ratio, target) : {}),
  }
}

function valuesOf(rounds: readonly Measured[], by: Quantity): number[] {
  return rounds.map((round) => round[by]).filter((value) => value !== undefined)
}
