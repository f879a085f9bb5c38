import { useCallback, useEffect, useRef, useState } from 'react'
import { newestPage, writeList } from '../../lib/message-cache.ts'
import { ackedRows, mergeFetched } from '../../lib/message-list.ts'
import { useServices } from '../../lib/services.ts'
import { type EarlierRange, earlierRange, lowestLoaded, restOfRange } from './earlier-range.ts'

export interface Earlier {
  loading: boolean
  failed: boolean
  load: () => void
}

/** Fetches older rows into the session's list. `beforeChange` is called right before they appear. */
export function useEarlier(sessionId: string, beforeChange: () => void): Earlier {
  const { utils } = useServices()
  const [state, setState] = useState<'idle' | 'loading' | 'failed'>('idle')
  const busy = useRef(false)

  const load = useCallback(async () => {
    const rows = () => ackedRows(utils.message.list.getData(newestPage(sessionId)) ?? EMPTY)
    const fetchRange = async (range: EarlierRange | null) => {
      if (!range) return
      const page = await utils.message.list.fetch({ sessionId, ...range }, { staleTime: Infinity })
      beforeChange()
      writeList(utils, sessionId, (list) => list && mergeFetched(list, page))
    }
    const low = lowestLoaded(rows())
    const count = utils.message.list.getData(newestPage(sessionId))?.messageCount ?? 0
    await fetchRange(earlierRange(rows(), count))
    // A page of huge messages holds fewer rows than asked for, perhaps none that was missing.
    if (lowestLoaded(rows()) === low) await fetchRange(restOfRange(rows()))
  }, [beforeChange, sessionId, utils])

  const loadOnce = useCallback(() => {
    if (busy.current) return
    busy.current = true
    setState('loading')
    load()
      .then(
        () => setState('idle'),
        () => setState('failed'),
      )
      .finally(() => {
        busy.current = false
      })
  }, [load])

  return { loading: state === 'loading', failed: state === 'failed', load: loadOnce }
}

/** Loads what is missing between the newest rows and older ones on the page, as after a long sleep. */
export function useFilledHoles(sessionId: string, shownKeys: unknown, load: () => void): void {
  const { utils } = useServices()
  useEffect(() => {
    const rows = ackedRows(utils.message.list.getData(newestPage(sessionId)) ?? EMPTY)
    if ((rows[0]?.messageIndex ?? 0) < lowestLoaded(rows)) load()
  }, [shownKeys, sessionId, load, utils])
}

const EMPTY = { messages: [], messageCount: 0, headId: null }
