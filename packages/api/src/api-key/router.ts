import { createOwnApiKey, listOwnApiKeys, revokeOwnApiKey } from '@duck/chat'
import { apiKeyCreate, apiKeyRevoke, nothing } from '@duck/protocol/schemas'
import { procedure, router } from '../trpc/trpc.ts'

export const apiKeyRouter = router({
  list: procedure.input(nothing).query(({ ctx }) => listOwnApiKeys({ ctx: ctx.chat })),
  create: procedure
    .input(apiKeyCreate)
    .mutation(({ ctx, input }) => createOwnApiKey({ ctx: ctx.chat, input })),
  revoke: procedure.input(apiKeyRevoke).mutation(async ({ ctx, input }) => {
    await revokeOwnApiKey({ ctx: ctx.chat, input })
    return {}
  }),
})
