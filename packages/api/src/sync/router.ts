import { subscribe } from '@duck/chat'
import { must } from '@duck/protocol'
import { syncSubscribe } from '@duck/protocol/schemas'
import { tracked } from '@trpc/server'
import { procedure, router } from '../trpc/trpc.ts'

export const syncRouter = router({
  subscribe: procedure.input(syncSubscribe).subscription(async function* ({ ctx, input, signal }) {
    for await (const { id, event } of subscribe({ ctx: ctx.chat, input }, must(signal, 'signal')))
      yield tracked(id, event)
  }),
})
