import { useServices } from '../../lib/services.ts'
import { useStore } from '../../lib/store.ts'
import { clockWords } from '../../lib/time-words.ts'
import { useLasting } from '../../lib/use-lasting.ts'

const NOTICE_AFTER_MS = 2_500

/** Says of what is shown that it may be old, while nothing newer can be had. It lies over the page, so that nothing moves. */
export function StaleNote() {
  const { connection, account } = useServices()
  const state = useStore(connection.state)
  const since = useStore(connection.inStepAt)
  const isOut = useStore(account.state).phase === 'out'
  const cutOff = useLasting((state === 'reconnecting' || state === 'offline') && !isOut, NOTICE_AFTER_MS)
  if (!cutOff || since === null) return null
  return (
    <div className="relative z-10 h-0">
      <p className="stale-note fade-in">
        {state === 'offline' ? 'Offline' : 'No connection'}: from {clockWords(since)}, may be old
      </p>
    </div>
  )
}
