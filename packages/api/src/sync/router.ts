import { subscribe, type Wire } from '@duck/chat'
import { must } from '@duck/protocol'
import { syncSubscribe } from '@duck/protocol/schemas'
import { procedure, router } from '../trpc/trpc.ts'
import { trackedEvents } from './tracked-events.ts'

export const syncRouter = router({
  subscribe: procedure.input(syncSubscribe).subscription(({ ctx, input, signal }) => {
    const { chat, connection } = ctx
    const wire: Wire = { drop: () => connection.drop(), express: null }
    return trackedEvents(subscribe({ ctx: chat, input }, must(signal, 'signal'), wire), connection, wire)
  }),
})
