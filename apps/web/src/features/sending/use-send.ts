import { LIMITS, utf8Bytes, uuidv7 } from '@duck/protocol'
import { useCallback } from 'react'
import { refusalWords, TOO_LONG } from '../../lib/error-words.ts'
import { newestPage, writeList } from '../../lib/message-cache.ts'
import { addPending, putAcked, removePending } from '../../lib/message-list.ts'
import type { Refused } from '../../lib/refused.ts'
import { useServices } from '../../lib/services.ts'
import { trpc } from '../../lib/trpc.ts'
import { addUnsent, removeUnsent, type Unsent } from '../../lib/unsent.ts'
import { type Acked, pendingMessage, type Sent } from './optimistic.ts'
import { useBeginSession } from './use-begin-session.ts'

export interface Send {
  send: (content: string) => void
  /** Sends a refused message again, under its own id: if it was stored all the same, it stays one message. */
  resend: (refused: Refused) => void
}

/** Sends to one session; begins the session first when the server does not have it yet. */
export function useSend(sessionId: string, model: string | null): Send {
  const { utils, live, refused, unsent, unborn, invalidate } = useServices()
  const begin = useBeginSession()
  const { mutate } = trpc.message.send.useMutation({
    // The queue under the client retries; a second layer would only multiply.
    retry: false,
    onMutate: (sent) => {
      refused.remove(sent.id)
      addUnsent(unsent, unsentOf(sent, unborn.get().has(sent.sessionId)))
      writeList(utils, sent.sessionId, (list) => addPending(list, pendingMessage(sent)))
    },
    onSuccess: ({ message, stream }: Acked) => {
      removeUnsent(unsent, message.id)
      // Set aside when its user went, and acked all the same.
      refused.remove(message.id)
      writeList(utils, message.sessionId, (list) => list && putAcked(list, message))
      live.apply({ type: 'stream-opened', stream })
      invalidate([
        { kind: 'messages', sessionId: message.sessionId, messageCount: message.messageIndex + 1 },
        { kind: 'sessions' },
      ])
    },
    onError: (error, sent) => {
      const { id, sessionId } = sent
      removeUnsent(unsent, id)
      writeList(utils, sessionId, (list) => list && removePending(list, id))
      const stored = utils.message.list.getData(newestPage(sessionId))?.messages.some((row) => row.id === id)
      if (!stored)
        refused.add({ ...unsentOf(sent, unborn.get().has(sessionId)), reason: refusalWords(error) })
    },
  })

  const dispatch = useCallback(
    (sent: Sent) => {
      // Refused here: a body over the server's limit may be cut off without an answer that says why.
      if (utf8Bytes(sent.content) > LIMITS.contentBytes)
        return refused.add({
          ...unsentOf({ ...sent, model }, unborn.get().has(sent.sessionId)),
          reason: TOO_LONG,
        })
      if (unborn.get().has(sent.sessionId)) begin(sent.sessionId, model, sent.content)
      mutate(model === null ? sent : { ...sent, model })
    },
    [begin, model, mutate, refused, unborn],
  )
  const send = useCallback(
    (content: string) => dispatch({ sessionId, content, id: uuidv7(), streamId: uuidv7() }),
    [dispatch, sessionId],
  )
  const resend = useCallback(
    ({ id, content, streamId }: Refused) => dispatch({ sessionId, content, id, streamId }),
    [dispatch, sessionId],
  )
  return { send, resend }
}

interface Input {
  sessionId: string
  id: string
  content: string
  streamId?: string | undefined
  model?: string | null | undefined
}

function unsentOf(
  { sessionId, id, content, streamId = uuidv7(), model = null }: Input,
  begins: boolean,
): Unsent {
  return { sessionId, id, content, streamId, model, begins }
}
