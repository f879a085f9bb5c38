import {
  createSession,
  deleteSession,
  getSession,
  indexAt,
  listSessions,
  markRead,
  restoreSession,
  selectHead,
  updateSession,
} from '@duck/chat'
import {
  sessionCreate,
  sessionDelete,
  sessionGet,
  sessionIndexAt,
  sessionList,
  sessionMarkRead,
  sessionRestore,
  sessionSelectHead,
  sessionUpdate,
} from '@duck/protocol/schemas'
import { procedure, router } from '../trpc/trpc.ts'

export const sessionRouter = router({
  create: procedure
    .input(sessionCreate)
    .mutation(({ ctx, input }) => createSession({ ctx: ctx.chat, input })),
  list: procedure.input(sessionList).query(({ ctx, input }) => listSessions({ ctx: ctx.chat, input })),
  get: procedure.input(sessionGet).query(({ ctx, input }) => getSession({ ctx: ctx.chat, input })),
  update: procedure
    .input(sessionUpdate)
    .mutation(({ ctx, input }) => updateSession({ ctx: ctx.chat, input })),
  selectHead: procedure
    .input(sessionSelectHead)
    .mutation(({ ctx, input }) => selectHead({ ctx: ctx.chat, input })),
  markRead: procedure.input(sessionMarkRead).mutation(({ ctx, input }) => markRead({ ctx: ctx.chat, input })),
  restore: procedure
    .input(sessionRestore)
    .mutation(({ ctx, input }) => restoreSession({ ctx: ctx.chat, input })),
  indexAt: procedure.input(sessionIndexAt).query(({ ctx, input }) => indexAt({ ctx: ctx.chat, input })),
  delete: procedure.input(sessionDelete).mutation(async ({ ctx, input }) => {
    await deleteSession({ ctx: ctx.chat, input })
    return {}
  }),
})
