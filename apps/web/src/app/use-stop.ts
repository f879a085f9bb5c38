import { useEffect, useMemo, useState } from 'react'
import { trpc } from '../lib/trpc.ts'

/** Stops the answer that is being written; null when none is. */
export function useStopRunning(running: string | null): (() => void) | null {
  const { mutate } = trpc.stream.stop.useMutation()
  const [asked, setAsked] = useState<string | null>(null)
  return useMemo(() => {
    if (!running || running === asked) return null
    return () => {
      setAsked(running)
      mutate({ streamId: running }, { onError: () => setAsked(null) })
    }
  }, [asked, mutate, running])
}

/** Escape stops, unless something nearer to the person took the key. */
export function useStopKey(stop: (() => void) | null): void {
  useEffect(() => {
    if (!stop) return
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return
      event.preventDefault()
      stop()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [stop])
}
