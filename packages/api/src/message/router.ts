import {
  appendMessage,
  countMessages,
  getMessage,
  giveFeedback,
  listFeedback,
  listLine,
  listMessages,
  searchMessages,
  sendMessage,
} from '@duck/chat'
import {
  messageAppend,
  messageCountInput,
  messageFeedback,
  messageGet,
  messageLine,
  messageList,
  messageListFeedback,
  messageSearch,
  messageSend,
} from '@duck/protocol/schemas'
import { procedure, router } from '../trpc/trpc.ts'

export const messageRouter = router({
  append: procedure
    .input(messageAppend)
    .mutation(({ ctx, input }) => appendMessage({ ctx: ctx.chat, input })),
  send: procedure.input(messageSend).mutation(({ ctx, input }) => sendMessage({ ctx: ctx.chat, input })),
  list: procedure.input(messageList).query(({ ctx, input }) => listMessages({ ctx: ctx.chat, input })),
  line: procedure.input(messageLine).query(({ ctx, input }) => listLine({ ctx: ctx.chat, input })),
  search: procedure.input(messageSearch).query(({ ctx, input }) => searchMessages({ ctx: ctx.chat, input })),
  get: procedure.input(messageGet).query(({ ctx, input }) => getMessage({ ctx: ctx.chat, input })),
  count: procedure
    .input(messageCountInput)
    .query(({ ctx, input }) => countMessages({ ctx: ctx.chat, input })),
  feedback: procedure
    .input(messageFeedback)
    .mutation(({ ctx, input }) => giveFeedback({ ctx: ctx.chat, input })),
  listFeedback: procedure
    .input(messageListFeedback)
    .query(({ ctx, input }) => listFeedback({ ctx: ctx.chat, input })),
})
