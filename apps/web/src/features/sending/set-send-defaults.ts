import { writeList } from '../../lib/message-cache.ts'
import { addPending, putAcked, removePending } from '../../lib/message-list.ts'
import { NotSent } from '../../lib/outbox/outbox.ts'
import type { Services } from '../../lib/services.ts'
import { pendingMessage } from './optimistic.ts'

/**
 * What the mutation `message.send` does in the cache, in whichever tab the message was typed: a bubble at once, the row in its
 * place when the outbox has got it to the server. By id, so that whatever else comes meanwhile stays.
 */
export function setSendDefaults({ utils, live, outbox, invalidate }: Services): void {
  const { send, list: pages } = utils.message
  send.setMutationDefaults({
    mutationFn: ({ id }) => outbox.ack(id),
    // The outbox tries again; a second layer would only multiply.
    retry: false,
    onMutate: (sent) =>
      writeList(utils, sent.sessionId, (list) => list && addPending(list, pendingMessage(sent))),
    onSuccess: ({ message, stream }) => {
      writeList(utils, message.sessionId, (list) => list && putAcked(list, message))
      invalidate(live.apply({ type: 'stream-opened', stream }))
      invalidate([
        { kind: 'messages', sessionId: message.sessionId, messageCount: message.messageIndex + 1 },
        { kind: 'sessions' },
      ])
    },
    onError: async (error, { id, sessionId }) => {
      // Gone and not refused: perhaps its row is there, and this tab slept when that was said.
      if (error instanceof NotSent && error.refused === null)
        await pages.refetch({ sessionId }).catch(() => undefined)
      writeList(utils, sessionId, (list) => list && removePending(list, id))
    },
  })
}
