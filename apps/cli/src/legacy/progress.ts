import type { Progress } from '@duck/legacy'
import type { Context } from '../context.ts'

const BAR = 24
const LINE_MS = 5_000
const DRAW_MS = 100

/** Tells how far a verb is: a bar that is drawn anew on a terminal, a line now and then elsewhere. */
export class ProgressLine {
  readonly #context: Pick<Context, 'note' | 'draw'>
  readonly #began: number
  readonly #now: () => number
  #told = Number.NEGATIVE_INFINITY

  constructor(context: Pick<Context, 'note' | 'draw'>, now = () => performance.now()) {
    this.#context = context
    this.#now = now
    this.#began = now()
    this.#told = context.draw ? Number.NEGATIVE_INFINITY : now()
  }

  readonly tell = (progress: Progress): void => {
    const { draw, note } = this.#context
    const isLast = progress.done >= progress.total
    if (this.#now() - this.#told < (draw ? DRAW_MS : LINE_MS) && !(draw && isLast)) return
    this.#told = this.#now()
    const text = progressText(progress, (this.#now() - this.#began) / 1000)
    if (draw) draw(`${bar(progress)} ${text}`)
    else note(text)
  }

  /** Takes the bar away. */
  end(): void {
    this.#context.draw?.('')
  }
}

function bar({ done, total }: Progress): string {
  const full = total === 0 ? BAR : Math.min(BAR, Math.floor((done / total) * BAR))
  return `[${'#'.repeat(full)}${'.'.repeat(BAR - full)}]`
}

/** Sessions done of all, per cent, rows and how many a second, and how long it will still take. */
export function progressText({ done, total, messages }: Progress, seconds: number): string {
  const percent = total === 0 ? 100 : Math.floor((done / total) * 100)
  const rate = seconds > 0 ? done / seconds : 0
  return [
    `${done} of ${total} sessions (${percent} %)`,
    ...(messages === undefined ? [] : [`${messages} messages, ${perSecond(messages, seconds)}/s`]),
    ...(rate > 0 && done < total ? [`${duration((total - done) / rate)} left`] : []),
  ].join(', ')
}

function perSecond(count: number, seconds: number): number {
  return seconds > 0 ? Math.round(count / seconds) : 0
}

/** `3 h 20 min`, `4 min 5 s`, `12 s`. */
export function duration(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds))
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)]
  if (hours > 0) return `${hours} h ${minutes} min`
  return minutes > 0 ? `${minutes} min ${whole % 60} s` : `${whole} s`
}
