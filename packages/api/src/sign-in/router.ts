import { listOwnSignIns, revokeOwnSignIn } from '@duck/chat'
import { nothing, signInRevoke } from '@duck/protocol/schemas'
import { procedure, router } from '../trpc/trpc.ts'

export const signInRouter = router({
  list: procedure.input(nothing).query(({ ctx }) => listOwnSignIns({ ctx: ctx.chat })),
  revoke: procedure.input(signInRevoke).mutation(async ({ ctx, input }) => {
    await revokeOwnSignIn({ ctx: ctx.chat, input })
    return {}
  }),
})
