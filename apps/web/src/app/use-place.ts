import { uuidv7 } from '@duck/protocol'
import { useCallback, useState } from 'react'
import { useLocation, useRoute } from 'wouter'

export interface Place {
  sessionId: string
  /** The new-chat page: nothing is at the server before the first message. */
  isNew: boolean
  /** The new chat gets its address; called with its first message. */
  begin: () => void
  toNewChat: () => void
}

/** Which session is shown. A new chat keeps its id, and so its page, when it gets its address. */
export function usePlace(): Place {
  const [, navigate] = useLocation()
  const [, params] = useRoute('/s/:sessionId')
  const [fresh, setFresh] = useState(() => ({ id: uuidv7(), used: false }))
  const sessionId = params?.sessionId ?? fresh.id
  const isNew = !params
  if (isNew && fresh.used) setFresh({ id: uuidv7(), used: false })

  const begin = useCallback(() => {
    setFresh({ id: fresh.id, used: true })
    navigate(`/s/${fresh.id}`)
  }, [fresh.id, navigate])
  const toNewChat = useCallback(() => navigate('/'), [navigate])
  return { sessionId, isNew, begin, toNewChat }
}
