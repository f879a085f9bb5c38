import { listStreams, startStream, stopStream, watchStream } from '@duck/chat'
import { must } from '@duck/protocol'
import { streamList, streamStart, streamStop, streamWatch } from '@duck/protocol/schemas'
import { procedure, router } from '../trpc/trpc.ts'

export const streamRouter = router({
  start: procedure.input(streamStart).mutation(({ ctx, input }) => startStream({ ctx: ctx.chat, input })),
  list: procedure.input(streamList).query(({ ctx, input }) => listStreams({ ctx: ctx.chat, input })),
  stop: procedure.input(streamStop).mutation(({ ctx, input }) => stopStream({ ctx: ctx.chat, input })),
  watch: procedure
    .input(streamWatch)
    .subscription(({ ctx, input, signal }) => watchStream({ ctx: ctx.chat, input }, must(signal, 'signal'))),
})
