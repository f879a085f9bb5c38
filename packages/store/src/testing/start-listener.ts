import { uuidv7 } from '@duck/protocol'
import { onTestFinished } from 'vitest'
import type { Db } from '../db.ts'
import { Listener } from '../notice/listener.ts'

export interface TestListener {
  listener: Listener
  serverId: string
  /** What came, in order: 'up', 'down', and payloads after 'heard '. */
  told: string[]
}

/** A listener that has started, for as long as the test runs. */
export async function startListener(db: Db): Promise<TestListener> {
  const told: string[] = []
  const serverId = uuidv7()
  const listener = new Listener(db, {
    serverId,
    onNotice: (payload) => told.push(`heard ${payload}`),
    onUp: () => told.push('up'),
    onDown: () => told.push('down'),
  })
  onTestFinished(() => listener.close())
  await listener.start()
  return { listener, serverId, told }
}
