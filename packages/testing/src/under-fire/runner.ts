import { setTimeout as pause } from 'node:timers/promises'
import { backfill, openLegacy } from '@duck/legacy'

// A backfill in a process of its own, again and again, until it is killed.
const legacy = openLegacy(process.argv[2] ?? '')
process.send?.('begun')
for (;;) {
  await backfill(legacy, { rest: 0.2 })
  await pause(20)
}
