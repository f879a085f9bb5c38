import { listModels } from '@duck/chat'
import { nothing } from '@duck/protocol/schemas'
import { procedure, router } from '../trpc/trpc.ts'

export const modelRouter = router({
  list: procedure.input(nothing).query(({ ctx }) => listModels({ ctx: ctx.chat })),
})
