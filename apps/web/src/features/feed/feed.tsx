import { useEffect } from 'react'
import { isInView } from '../../lib/returns.ts'
import { useServices } from '../../lib/services.ts'
import { trpc } from '../../lib/trpc.ts'

const RETRY_MS = 2_000
/** How often is asked for everything shown while no hints arrive. */
const POLL_MS = 4_000

/** The tab's one subscription: hints and live text of everything, counts of the sessions named. Shows nothing. */
export function Feed({ sessionIds }: { sessionIds: string[] }) {
  const { live, connected, connection, invalidate, resubscribeRef } = useServices()
  const { status, reset } = trpc.sync.subscribe.useSubscription(
    { sessionIds },
    {
      onData: ({ data }) => {
        invalidate(live.apply(data))
        if (data.type === 'ready' || data.type === 'resync') connection.heardAll()
      },
    },
  )
  useEffect(() => {
    if (sessionIds) connection.begun()
  }, [connection, sessionIds])
  useEffect(() => {
    resubscribeRef.current = reset
  }, [reset, resubscribeRef])
  useEffect(() => {
    connected.set(status === 'pending')
  }, [connected, status])
  useEffect(() => {
    if (status === 'pending') return
    const ask = () => {
      if (isInView()) invalidate([{ kind: 'everything' }])
    }
    const timer = setInterval(ask, POLL_MS)
    return () => clearInterval(timer)
  }, [invalidate, status])
  useEffect(() => {
    // Refused or ended by the server: the socket is up, so nothing else would begin it again.
    if (status !== 'error' && status !== 'idle') return
    const timer = setTimeout(reset, RETRY_MS)
    return () => clearTimeout(timer)
  }, [reset, status])
  return null
}
