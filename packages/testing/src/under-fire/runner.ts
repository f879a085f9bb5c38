import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { backfill, openLegacy } from '@duck/legacy'

// A backfill in a process of its own: ready, told to begin, and then again and again until it is killed.
const legacy = openLegacy(process.argv[2] ?? '')
const told = once(process, 'message')
process.send?.('ready')
await told
for (;;) {
  await backfill(legacy, { rest: 0.2 })
  await pause(20)
}
