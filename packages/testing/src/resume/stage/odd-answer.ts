import type { Script } from '../../model-server/script.ts'
import type { Random } from '../../random/random.ts'

export interface OddAnswer extends Script {
  deltas: readonly string[]
  delayMs: readonly number[]
}

export interface OddAnswerOptions {
  deltas: number
  /** Words of a delta; default 1. */
  words?: number
  /** Before each delta outside of bursts; default 2 ms. */
  paceMs?: number
  /** What it ends with; default with its last delta. */
  end?: 'done' | 'hang'
}

/** Whole characters that take two code units, which a model may cut in the middle; and what careless code alters. */
const ODD = ['🦆', '𝒳', '👩‍👩‍👧‍👦', 'e\u0301', '\u2028', '\r\n', '\ufeff', '"\\', '\u0000', ' '] as const
const LONGEST_BURST = 30

/**
 * An answer that is hard to deliver: pairs of code units split over two deltas, U+0000 now and then, a delta every
 * few ms and some bursts. What of it is stored is `toStorable` of the deltas joined.
 */
export function oddAnswer(random: Random, options: OddAnswerOptions): OddAnswer {
  const { deltas, words = 1, paceMs = 2, end = 'done' } = options
  const texts: string[] = []
  const delayMs: number[] = []
  for (let half = '', burst = 0; texts.length < deltas; burst--) {
    if (burst < -LONGEST_BURST) burst = random.between(0, LONGEST_BURST)
    const last = texts.length === deltas - 1
    const text = half + textOf(random, words)
    half = random.chance(0.1) && !last ? '🦆' : ''
    texts.push(half === '' ? text : text + half.slice(0, 1))
    half = half.slice(1)
    delayMs.push(burst > 0 ? 0 : paceMs)
  }
  return { deltas: texts, delayMs, end }
}

function textOf(random: Random, words: number): string {
  const one = () => (random.chance(0.2) ? random.pick(ODD) : `${random.pick(['quack', 'pond', 'née'])} `)
  return Array.from({ length: words }, one).join('')
}
