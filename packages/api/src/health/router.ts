import { checkIntegrity } from '@duck/chat'
import { healthIntegrity } from '@duck/protocol/schemas'
import { procedure, router } from '../trpc/trpc.ts'

export const healthRouter = router({
  integrity: procedure
    .input(healthIntegrity)
    .query(({ ctx, input }) => checkIntegrity({ ctx: ctx.chat, input })),
})
