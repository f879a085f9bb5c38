import { getMe, linkDevice, listUsers, resetLink } from '@duck/chat'
import { nothing, userList, userResetLink } from '@duck/protocol/schemas'
import { procedure, publicProcedure, router } from '../trpc/trpc.ts'

export const userRouter = router({
  options: publicProcedure.input(nothing).query(({ ctx }) => ctx.signInOptions),
  me: procedure.input(nothing).query(({ ctx }) => getMe({ ctx: ctx.chat })),
  link: procedure.input(nothing).mutation(({ ctx }) => linkDevice({ ctx: ctx.chat })),
  list: procedure.input(userList).query(({ ctx, input }) => listUsers({ ctx: ctx.chat, input })),
  resetLink: procedure.input(userResetLink).mutation(({ ctx, input }) => resetLink({ ctx: ctx.chat, input })),
})
