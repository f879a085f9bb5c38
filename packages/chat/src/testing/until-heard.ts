import { uuidv7 } from '@duck/protocol'
import { expect } from 'vitest'
import type { RunningChat } from '../start-chat.ts'

/** Waits until what happens at one server is heard at another, as it is from shortly after the other's start on. */
export async function untilHeard(from: RunningChat, to: RunningChat): Promise<void> {
  const probe = { userId: `probe ${uuidv7()}` }
  using subscription = to.as(probe).feed.subscribe(probe.userId, undefined)
  const heard = () => {
    from.as(probe).feed.publish(probe.userId, { type: 'sessions-changed' })
    return subscription.inbox.drain().length
  }
  await expect.poll(heard, { interval: 20 }).toBeGreaterThan(0)
}
