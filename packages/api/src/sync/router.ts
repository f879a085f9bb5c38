import { subscribe } from '@duck/chat'
import { must } from '@duck/protocol'
import { syncSubscribe } from '@duck/protocol/schemas'
import { procedure, router } from '../trpc/trpc.ts'
import { trackedEvents } from './tracked-events.ts'

export const syncRouter = router({
  subscribe: procedure
    .input(syncSubscribe)
    .subscription(({ ctx, input, signal }) =>
      trackedEvents(subscribe({ ctx: ctx.chat, input }, must(signal, 'signal'), ctx.drop), ctx),
    ),
})
