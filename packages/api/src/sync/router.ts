import { subscribe, type Wire } from '@duck/chat'
import { must } from '@duck/protocol'
import { syncSubscribe } from '@duck/protocol/schemas'
import { procedure, router } from '../trpc/trpc.ts'
import { trackedEvents } from './tracked-events.ts'

export const syncRouter = router({
  subscribe: procedure.input(syncSubscribe).subscription(({ ctx, input, signal }) => {
    const wire: Wire = { drop: ctx.drop, express: null }
    return trackedEvents(subscribe({ ctx: ctx.chat, input }, must(signal, 'signal'), wire), ctx, wire)
  }),
})
