import { WifiOff } from 'lucide-react'
import { useServices } from '../../lib/services.ts'
import { useStore } from '../../lib/store.ts'
import { useLasting } from '../../lib/use-lasting.ts'

const NOTICE_AFTER_MS = 1_200

/** Says that hints do not arrive, though somebody is signed in; a short break, as when the feed changes its session, is not worth a word. */
export function ConnectionMark() {
  const { connected, account } = useServices()
  const isUp = useStore(connected)
  const isOut = useStore(account.state).phase === 'out'
  const lost = useLasting(!isUp && !isOut, NOTICE_AFTER_MS)
  return (
    <div role="status" className="shrink-0">
      {lost && (
        <span className="fade-in inline-flex items-center gap-1.5 rounded-full bg-tint px-2.5 py-1 text-xs text-muted">
          <WifiOff size={13} aria-hidden />
          Reconnecting…
        </span>
      )}
    </div>
  )
}
