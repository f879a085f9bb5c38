import { LIMITS, utf8Bytes, uuidv7 } from '@duck/protocol'
import { useCallback, useLayoutEffect } from 'react'
import { TOO_LONG } from '../../lib/error-words.ts'
import { newestPage } from '../../lib/message-cache.ts'
import { isPending } from '../../lib/message-list.ts'
import { isRefused, type RefusedEntry, sessionsBegunBy } from '../../lib/outbox/outbox-entry.ts'
import { useServices } from '../../lib/services.ts'
import { useStore } from '../../lib/store.ts'
import { trpc } from '../../lib/trpc.ts'
import { showIn } from './follow-outbox.ts'

export interface Send {
  /** Sends to the session, which `begins` with it when the server does not have it yet. */
  send: (content: string, begins: boolean) => void
  /** Sends a refused message again, under its own id: if it was stored all the same, it stays one message. */
  resend: (refused: RefusedEntry) => void
}

/** Sends to one session, by way of the outbox. */
export function useSend(sessionId: string, model: string | null): Send {
  const { outbox, sender } = useServices()
  const send = useCallback(
    (content: string, begins: boolean) => {
      const id = uuidv7()
      // Refused here: a body over the server's limit may be cut off without an answer that says why.
      const refused = utf8Bytes(content) > LIMITS.contentBytes ? TOO_LONG : null
      sender.take(id)
      outbox.keep(
        {
          sessionId,
          id,
          streamId: uuidv7(),
          content,
          model,
          begins: begins || sessionsBegunBy(outbox.entries.get()).has(sessionId),
        },
        refused,
      )
    },
    [model, outbox, sender, sessionId],
  )
  const resend = useCallback(
    ({ id }: RefusedEntry) => {
      sender.take(id)
      void outbox.resend(id, model)
    },
    [model, outbox, sender],
  )
  return { send, resend }
}

/** Keeps the bubbles of what is not acked in the list of a session that is shown, and drops what was refused and stored all the same. */
export function useUnsentShown(sessionId: string): void {
  const { outbox, utils } = useServices()
  const entries = useStore(outbox.entries)
  const { data: list } = trpc.message.list.useQuery(newestPage(sessionId), { enabled: false })
  useLayoutEffect(() => {
    // A message's own bubble goes only after it is refused.
    const stored = new Set(list?.messages.flatMap((row) => (isPending(row) ? [] : row.id)))
    for (const entry of entries) {
      if (entry.sessionId !== sessionId) continue
      if (!isRefused(entry)) showIn(utils, entry, true)
      else if (stored.has(entry.id)) void outbox.dismiss(entry.id)
    }
  }, [entries, list, outbox, sessionId, utils])
}
