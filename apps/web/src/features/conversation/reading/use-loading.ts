import { startTransition, useCallback, useRef, useState } from 'react'

/** Something that is fetched when the reader comes near it. */
export interface Loading {
  loading: boolean
  failed: boolean
  load: () => void
}

/**
 * Runs `job` once at a time, when it is asked for, and then what it gives, which shows what was fetched: in small pieces, so that
 * the page goes on answering meanwhile.
 */
export function useLoading(job: () => Promise<() => void>): Loading {
  const [state, setState] = useState<'idle' | 'loading' | 'failed'>('idle')
  const busy = useRef(false)
  const load = useCallback(() => {
    if (busy.current) return
    busy.current = true
    setState('loading')
    const end = (show: () => void, next: 'idle' | 'failed') => {
      busy.current = false
      startTransition(() => {
        show()
        setState(next)
      })
    }
    job().then(
      (show) => end(show, 'idle'),
      () => end(() => {}, 'failed'),
    )
  }, [job])
  return { loading: state === 'loading', failed: state === 'failed', load }
}
