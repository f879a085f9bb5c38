import { subscribe } from '@duck/chat'
import { must } from '@duck/protocol'
import { syncSubscribe } from '@duck/protocol/schemas'
import { tracked } from '@trpc/server'
import { procedure, router } from '../trpc/trpc.ts'
import { mapAsync } from './map-async.ts'

export const syncRouter = router({
  subscribe: procedure
    .input(syncSubscribe)
    .subscription(({ ctx, input, signal }) =>
      mapAsync(subscribe({ ctx: ctx.chat, input }, must(signal, 'signal')), ({ id, event }) =>
        tracked(id, event),
      ),
    ),
})
