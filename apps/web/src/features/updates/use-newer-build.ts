import { oneAtATime } from '@duck/protocol'
import { useEffect, useState } from 'react'
import { useServices } from '../../lib/services.ts'
import { isNewerBuild } from './newer-build.ts'

/** Whether the server has another build of the page by now: looked after at every reconnect, and when a part of this one is gone. */
export function useNewerBuild(): boolean {
  const { connected } = useServices()
  const [isNewer, setNewer] = useState(false)
  useEffect(() => {
    const look = oneAtATime(async () => {
      if (await isNewerBuild()) setNewer(true)
    })
    const ask = () => look('')
    const stop = connected.subscribe(() => connected.get() && ask())
    addEventListener('vite:preloadError', ask)
    return () => {
      stop()
      removeEventListener('vite:preloadError', ask)
    }
  }, [connected])
  return isNewer
}
