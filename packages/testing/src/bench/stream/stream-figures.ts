import { type Figure, judged } from '../figure.ts'
import { quantile } from '../live/delays.ts'
import { median } from '../median.ts'
import type { Held } from './hold.ts'

/** So many answers at once, by round. */
export interface StepRounds {
  answers: number
  duck: readonly Held[]
  provider: readonly Held[]
  /** All came, in time. */
  held: boolean
}

const RAW = 'raw provider'
const FEWEST_HELD = 50
const MOST_ADDED_MS = 20

export function streamFigures(steps: readonly StepRounds[]): Figure[] {
  const held = Math.max(0, ...steps.filter((step) => step.held).map(({ answers }) => answers))
  return [
    { bench: 'stream/held', answers: held, ...judged(held, { atLeast: FEWEST_HELD }) },
    ...steps.map(delayFigure),
    ...steps.map(checkpointFigure),
  ]
}

/** From the model's writing of a delta to the tab's reading, and to that of a reader of the model itself. */
function delayFigure({ answers, duck, provider }: StepRounds): Figure {
  const at = (rounds: readonly Held[], share: number) =>
    median(rounds.map(({ delays }) => quantile(delays, share)))
  const [p95Ms, ofP95Ms] = [at(duck, 0.95), at(provider, 0.95)]
  const added = p95Ms - ofP95Ms
  return {
    bench: 'stream/delay',
    of: RAW,
    answers,
    p50Ms: at(duck, 0.5),
    p95Ms,
    maxMs: at(duck, 1),
    ofP50Ms: at(provider, 0.5),
    ofP95Ms,
    ofMaxMs: at(provider, 1),
    addedP95Ms: added,
    ...(answers === 1 ? judged(added, { atMost: MOST_ADDED_MS }) : {}),
  }
}

function checkpointFigure({ answers, duck }: StepRounds): Figure {
  const statementsPerSecond = median(duck.map((round) => round.statementsPerSecond))
  return { bench: 'stream/checkpoints', answers, statementsPerSecond }
}
