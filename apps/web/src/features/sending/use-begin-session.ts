import { useCallback, useRef } from 'react'
import { useServices } from '../../lib/services.ts'
import { addSession, removeSession } from '../../lib/session-cache.ts'
import { trpc } from '../../lib/trpc.ts'
import { pendingSession } from './optimistic.ts'

export type BeginSession = (sessionId: string, model: string | null, content: string) => void

/**
 * Makes the session at the server, ahead of its first message in the same lane of the queue. It shows in the
 * sidebar at once; when it is refused, so is the message, which says why.
 */
export function useBeginSession(): BeginSession {
  const { utils, unborn, invalidate } = useServices()
  const underWay = useRef(new Set<string>())
  const { mutate } = trpc.session.create.useMutation({
    retry: false,
    onSuccess: (session) => {
      utils.session.get.setData({ sessionId: session.id }, session)
      unborn.set(new Set([...unborn.get()].filter((id) => id !== session.id)))
      invalidate([{ kind: 'sessions' }])
    },
    onError: (_error, sent) => {
      if (sent?.id) removeSession(utils, sent.id)
    },
    onSettled: (_session, _error, sent) => {
      if (sent?.id) underWay.current.delete(sent.id)
    },
  })
  return useCallback(
    (sessionId, model, content) => {
      if (underWay.current.has(sessionId)) return
      underWay.current.add(sessionId)
      addSession(utils, pendingSession(sessionId, model, content))
      mutate({ id: sessionId, ...(model === null ? {} : { model }) })
    },
    [mutate, utils],
  )
}
