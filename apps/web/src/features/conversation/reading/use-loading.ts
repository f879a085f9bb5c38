import { useCallback, useRef, useState } from 'react'

/** Something that is fetched when the reader comes near it. */
export interface Loading {
  loading: boolean
  failed: boolean
  load: () => void
}

/** Runs `job` once at a time, when it is asked for. */
export function useLoading(job: () => Promise<void>): Loading {
  const [state, setState] = useState<'idle' | 'loading' | 'failed'>('idle')
  const busy = useRef(false)
  const load = useCallback(() => {
    if (busy.current) return
    busy.current = true
    setState('loading')
    job()
      .then(
        () => setState('idle'),
        () => setState('failed'),
      )
      .finally(() => {
        busy.current = false
      })
  }, [job])
  return { loading: state === 'loading', failed: state === 'failed', load }
}
