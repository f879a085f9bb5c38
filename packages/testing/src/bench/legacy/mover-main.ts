import { backfill, type Legacy, openLegacy, verify } from '@duck/legacy'
import type { MoverReply, MoverRequest } from './mover-protocol.ts'

// Moves the arrays of one database, as the operator's command does, in a process whose memory is its own.
let legacy: Legacy | undefined
process.on('message', (request: MoverRequest) => {
  legacy ??= openLegacy(request.url)
  void answer(legacy, request)
})
process.on('disconnect', () => process.exit())
say({ messages: 0, ms: 0, done: false, different: 0 })

async function answer(to: Legacy, request: MoverRequest): Promise<void> {
  const began = performance.now()
  const outcome = request.do === 'verify' ? await prove(to) : await move(to, request)
  say({ ...outcome, ms: performance.now() - began })
}

async function move(to: Legacy, { ms, rest }: Extract<MoverRequest, { do: 'backfill' }>) {
  const { messages, interrupted } = await backfill(to, { rest, signal: AbortSignal.timeout(ms) })
  return { messages, done: !interrupted, different: 0 }
}

async function prove(to: Legacy) {
  const { elements, differences } = await verify(to)
  return { messages: elements, done: true, different: differences.length }
}

function say(reply: Omit<MoverReply, 'residentKb'>): void {
  process.send?.({ ...reply, residentKb: process.memoryUsage.rss() / 1024 } satisfies MoverReply)
}
