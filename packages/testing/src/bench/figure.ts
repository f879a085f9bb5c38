/**
 * One measured figure, a line of JSON. Its keys stay as they are:
 *
 * - `bench` what was measured, `inFlight` with how many callers, `messages` in sessions of how many messages;
 * - `ratio` our value by that of `of`, the median over the rounds of each round's ratio; `range` its lowest and highest;
 * - `perSecond` and `ofPerSecond` appends a second, `medianMs` and `ofMedianMs` what one caller waits, `bytes` and
 *   `ofBytes` WAL an append, `cpuUs` and `ofCpuUs` Postgres's processor time an append, `serverUs` and `ofServerUs` a
 *   call's time inside Postgres, `pages` and `ofPages` pages it looks at, the fewest of 20 places in the session: ours and the other's, medians over the rounds;
 * - `firstTryRefusedPercent` the other's appends that the unique index refused at first;
 * - `morePages` pages more than for `of`;
 * - `serverRatio` as `ratio`, of the times inside Postgres; `deadTuples`, `changedRows` counts over the whole run;
 * - `target` what the figure is to be, `bound` whether at least or at most that, `met` whether it is: of `ratio`, or of
 *   what the figure has in its place;
 * - `clients` how many sockets the server told, `answers` how many answers it wrote at once; `cpuUs` and `ofCpuUs` are then a
 *   server's processor time a delta and client, `framesPerDelta` how many frames carried one;
 * - `kb` and `ofKb` kibibytes a client, `moreKb` how many more ours takes, `heapKb` and `ofHeapKb` those of its
 *   objects and buffers;
 * - `p50Ms`, `p95Ms`, `p99Ms`, `maxMs` and the other's `of…`: waits or delays that so many per cent do not exceed;
 * - `addedP95Ms` how much longer ours is at the 95th per cent;
 * - `share` of the deltas that came, of those that were to, in the worst round; `lost` clients that the server gave up, or calls that it refused;
 * - `floodPerSecond` calls and upgrades of the user who floods that were answered, `floodRefusedPercent` of them as too many;
 * - `statementsPerSecond` that made text durable;
 * - `gzipKb` 1,000 bytes of JavaScript before the first paint, with gzip; `keys` that were typed, `longTasks` the tasks of more
 *   than 50 ms in which one of them was handled; `shift` the layout shifts of an answer, the worst round's sum;
 * - `heapKbPerMinute` and `nodesPerMinute` how a page's memory grows over `minutes` in which so many messages `arrived`,
 *   `nodes` those of its documents at the end;
 * - `load` the machine's load average of a minute, before and after.
 */
export interface Figure {
  bench: string
  of?: string
  inFlight?: number
  messages?: number
  ratio?: number
  range?: readonly [number, number]
  perSecond?: number
  ofPerSecond?: number
  medianMs?: number
  ofMedianMs?: number
  bytes?: number
  ofBytes?: number
  cpuUs?: number
  ofCpuUs?: number
  firstTryRefusedPercent?: number
  serverUs?: number
  ofServerUs?: number
  serverRatio?: number
  pages?: number
  ofPages?: number
  morePages?: number
  deadTuples?: number
  changedRows?: number
  clients?: number
  answers?: number
  framesPerDelta?: number
  kb?: number
  ofKb?: number
  moreKb?: number
  heapKb?: number
  ofHeapKb?: number
  p50Ms?: number
  p95Ms?: number
  p99Ms?: number
  maxMs?: number
  ofP50Ms?: number
  ofP95Ms?: number
  ofP99Ms?: number
  ofMaxMs?: number
  addedP95Ms?: number
  share?: number
  lost?: number
  statementsPerSecond?: number
  floodPerSecond?: number
  floodRefusedPercent?: number
  gzipKb?: number
  keys?: number
  longTasks?: number
  shift?: number
  heapKbPerMinute?: number
  nodes?: number
  nodesPerMinute?: number
  minutes?: number
  arrived?: number
  target?: number
  bound?: 'at-least' | 'at-most'
  met?: boolean
  load?: readonly [number, number]
}

export type Target = { atLeast: number } | { atMost: number }

/** The keys that say whether `value` met the target. */
export function judged(value: number, target: Target): Pick<Required<Figure>, 'target' | 'bound' | 'met'> {
  return 'atLeast' in target
    ? { target: target.atLeast, bound: 'at-least', met: value >= target.atLeast }
    : { target: target.atMost, bound: 'at-most', met: value <= target.atMost }
}

const DIGITS = 4

/** The figure as a line of JSON, its numbers with four digits that count. */
export function formatFigure(figure: Figure): string {
  return JSON.stringify(figure, (_key, value) =>
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(DIGITS)) : value,
  )
}
