import {
  type Dispatch,
  type RefObject,
  type SetStateAction,
  startTransition,
  useCallback,
  useEffect,
  useRef,
  useState,
} from 'react'
import { navigate } from 'wouter/use-browser-location'
import { indexInFragment, useLinkedPlace } from '../../../lib/message-link.ts'
import { type PageCache, pageOf } from '../../../lib/message-pages.ts'
import type { Store } from '../../../lib/store.ts'
import { useToast } from '../../../lib/use-toast.ts'
import { fetchRows } from './fetch-rows.ts'
import { knownOf } from './known-of.ts'
import { pagesAround } from './pages-around.ts'
import { lineIn, type ReadingWindow, windowAround, windowAtEnd } from './reading-window.ts'
import { usePageCache } from './use-page-cache.ts'

export interface JumpTarget {
  messageId: string
}

interface JumpInput {
  sessionId: string
  /** The session's count is known. */
  ready: boolean
  turnRef: RefObject<number>
  following: Store<boolean>
  setWindow: Dispatch<SetStateAction<ReadingWindow | null>>
}

interface Jump {
  /** The page was opened at a message that is not there yet. */
  underWay: boolean
  target: JumpTarget | null
  /** Takes the message out of the address. */
  leave: () => void
}

/** Follows the page's address to the message that it names. */
export function useJump({ sessionId, ready, turnRef, following, setWindow }: JumpInput): Jump {
  const cache = usePageCache()
  const { utils } = cache
  const toast = useToast()
  const place = useLinkedPlace()
  const [arrived, setArrived] = useState<string | null>(null)
  const hasArrivedRef = useRef(false)
  const [target, setTarget] = useState<JumpTarget | null>(null)
  const visit = place?.visit ?? null
  const messageIndex = place?.messageIndex ?? null

  useEffect(() => {
    if (!ready) return
    const mine = ++turnRef.current
    const arrive = (show: () => void) => {
      if (mine !== turnRef.current) return
      startTransition(() => {
        show()
        hasArrivedRef.current = true
        setArrived(visit)
      })
    }
    const showEnd = () => setWindow((shown) => shown ?? windowAtEnd(knownOf(utils, sessionId)))
    if (messageIndex === null) {
      if (!hasArrivedRef.current) return
      // Back from a message, or on from it.
      following.set(true)
      return arrive(() =>
        setWindow((shown) => (shown?.live ? shown : windowAtEnd(knownOf(utils, sessionId)))),
      )
    }
    fetchAround(cache, sessionId, messageIndex).then(
      () =>
        arrive(() => {
          const known = knownOf(utils, sessionId)
          const row = known.rowsOf(pageOf(messageIndex)).find((one) => one.messageIndex === messageIndex)
          if (!row) return showEnd()
          following.set(false)
          setTarget({ messageId: row.id })
          setWindow((shown) =>
            shown && lineIn(shown, known).includes(row)
              ? shown
              : windowAround(known, pagesAround(messageIndex, known.messageCount), row),
          )
        }),
      () =>
        arrive(() => {
          showEnd()
          toast('That message could not be fetched.')
        }),
    )
  }, [cache, ready, visit, messageIndex, following, sessionId, setWindow, toast, turnRef, utils])

  const leave = useCallback(() => {
    if (indexInFragment(location.hash) !== null) navigate(location.pathname, { replace: true })
  }, [])
  return { underWay: messageIndex !== null && arrived === null, target, leave }
}

async function fetchAround(cache: PageCache, sessionId: string, messageIndex: number): Promise<void> {
  const { messageCount } = knownOf(cache.utils, sessionId)
  const pages = pagesAround(messageIndex, messageCount)
  await Promise.all(pages.map((page) => fetchRows(cache, sessionId, page)))
}
