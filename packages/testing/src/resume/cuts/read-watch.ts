import type { WatchEvent } from '@duck/protocol'
import { openSubscription } from '../wire/open-subscription.ts'
import { type Followed, type FollowOptions, follow } from './follow.ts'
import { differenceOf, StrictText } from './strict-text.ts'

export interface ReadWatchOptions extends FollowOptions {
  streamId: string
  /** The length of the whole answer: there the connection is cut too, between the last delta and the end. */
  length: number
}

export interface WatchReading extends Followed {
  text: string
  /** How often it was cut exactly before the end. */
  cutAtEnd: number
}

/** Reads one answer from `stream.watch`, cut off again and again, each time from the code units it has. */
export async function readWatch(options: ReadWatchOptions): Promise<WatchReading> {
  const { streamId, length } = options
  const read = new StrictText()
  let ended = false
  let cutAtEnd = 0
  const take = (event: WatchEvent) => {
    if (event.type === 'delta') return read.add(event.offset, event.delta)
    ended = true
    if (!event.message) return `${streamId} ended ${event.status} without a row`
    const difference = differenceOf(read.text, event.message.content)
    return difference === null ? null : `${streamId} is not its row: ${difference}`
  }
  const open = (url: string) => {
    const offset = read.text.length
    const input = offset === 0 ? { streamId } : { streamId, offset }
    return openSubscription({ url, path: 'stream.watch', input })
  }
  const followed = await follow(options, {
    open,
    take: ({ event }, cutNow) => {
      const wrong = take(event)
      if (wrong === null && !ended && read.text.length === length && cutAtEnd === 0) {
        cutAtEnd += 1
        cutNow()
      }
      return wrong
    },
    isDone: () => ended,
    missing: () => `${read.text.length} of ${length} code units came, and no end`,
  })
  return { ...followed, text: read.text, cutAtEnd }
}
