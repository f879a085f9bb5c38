import { must } from '@duck/protocol'
import { type Figure, judged } from '../figure.ts'
import { mergeDelays, quantile } from '../live/delays.ts'
import { median, ratioOfRounds } from '../median.ts'
import type { Visits } from './interactive.ts'
import type { Growth } from './memory.ts'
import type { Typed } from './typing.ts'

/** What was measured in one session, by round. */
export interface SessionRounds {
  messages: number
  visits: readonly Visits[]
  idle: readonly Typed[]
  streaming: readonly Typed[]
  shifts: readonly number[]
  growth: Growth
}

const MOST_GZIP_KB = 130
const INTERACTIVE_MS = 1_000
const MOST_SHIFT = 0.02
/** Of what the page holds, a minute: what is above it is no noise of a collection. */
const FLAT_SHARE = 0.02

/** The first session is what the others are compared with. */
export function webFigures(firstBytes: number, sessions: readonly SessionRounds[]): Figure[] {
  const short = must(sessions[0], 'a session')
  const gzipKb = firstBytes / 1000
  return [
    { bench: 'web/first-load', gzipKb, ...judged(gzipKb, { atMost: MOST_GZIP_KB }) },
    ...sessions.flatMap((session) => [
      interactive('cold', session, short),
      interactive('warm', session, short),
      typing(session),
      longTasks(session),
      ...(session === short ? [] : [typingByLength(session, short)]),
      layoutShift(session),
      memory(session),
    ]),
  ]
}

function interactive(which: 'cold' | 'warm', session: SessionRounds, short: SessionRounds): Figure {
  const times = ({ visits }: SessionRounds) =>
    visits.map(({ coldMs, warmMs }) => (which === 'cold' ? coldMs : warmMs))
  const medianMs = median(times(session))
  return {
    bench: `web/interactive-${which}`,
    messages: session.messages,
    medianMs,
    ...(session === short ? {} : { of: ofLength(short), ...ratioOfRounds(times(session), times(short)) }),
    ...judged(medianMs, { atMost: INTERACTIVE_MS }),
  }
}

/** From a key's press to the frame that shows it, while an answer streams and while nothing happens. */
function typing({ messages, streaming, idle }: SessionRounds): Figure {
  const [ours, theirs] = [waits(streaming), waits(idle)]
  return {
    bench: 'web/typing',
    of: 'idle',
    messages,
    ...ratioOfRounds(p99s(streaming), p99s(idle)),
    p50Ms: ours.p50,
    p99Ms: ours.p99,
    ofP50Ms: theirs.p50,
    ofP99Ms: theirs.p99,
  }
}

function typingByLength(long: SessionRounds, short: SessionRounds): Figure {
  return {
    bench: 'web/typing-by-length',
    of: ofLength(short),
    messages: long.messages,
    ...ratioOfRounds(p99s(long.streaming), p99s(short.streaming)),
  }
}

function longTasks({ messages, streaming }: SessionRounds): Figure {
  const sum = (of: (typed: Typed) => number) => streaming.reduce((total, typed) => total + of(typed), 0)
  const tasks = sum((typed) => typed.longTasks)
  return {
    bench: 'web/long-tasks',
    messages,
    longTasks: tasks,
    keys: sum(({ keys }) => keys),
    ...judged(tasks, { atMost: 0 }),
  }
}

function layoutShift({ messages, shifts }: SessionRounds): Figure {
  const shift = Math.max(...shifts)
  return { bench: 'web/layout-shift', messages, shift, ...judged(shift, { atMost: MOST_SHIFT }) }
}

function memory({ messages, growth }: SessionRounds): Figure {
  const { heapKb, heapKbPerMinute, ...rest } = growth
  const flat = judged(heapKbPerMinute, { atMost: heapKb * FLAT_SHARE })
  return { bench: 'web/memory', messages, heapKb, heapKbPerMinute, ...rest, ...flat }
}

function waits(rounds: readonly Typed[]): { p50: number; p99: number } {
  const all = mergeDelays(rounds.map(({ delays }) => delays))
  return { p50: quantile(all, 0.5), p99: quantile(all, 0.99) }
}

function p99s(rounds: readonly Typed[]): number[] {
  return rounds.map(({ delays }) => quantile(delays, 0.99))
}

function ofLength({ messages }: SessionRounds): string {
  return `${messages} messages`
}
