import { CloudOff, RefreshCw, Timer, WifiOff } from 'lucide-react'
import type { ConnectionState } from '../../lib/connection.ts'
import { useServices } from '../../lib/services.ts'
import { useStore } from '../../lib/store.ts'
import { clockWords } from '../../lib/time-words.ts'
import { useUnhurried } from '../../lib/use-unhurried.ts'

const NOTICE_AFTER_MS = 1_200
const NOTICE_LEAST_MS = 1_000

type Trouble = Exclude<ConnectionState, 'live'>

const WORDS: Record<Trouble, { icon: typeof WifiOff; short: string; long: string }> = {
  offline: { icon: WifiOff, short: 'Offline', long: 'This device is offline.' },
  reconnecting: { icon: CloudOff, short: 'Reconnecting…', long: 'The server cannot be reached.' },
  'catching-up': {
    icon: RefreshCw,
    short: 'Catching up…',
    long: 'What happened meanwhile is being fetched.',
  },
  polling: {
    icon: Timer,
    short: 'Live updates are off',
    long: 'Live updates are off, asking every few seconds.',
  },
}

/**
 * How the page stands to its server; nothing while it is live. A short break, as when the feed changes its session, is
 * not worth a word.
 */
export function ConnectionMark() {
  const { connection, account } = useServices()
  const state = useStore(connection.state)
  const since = useStore(connection.inStepAt)
  const isOut = useStore(account.state).phase === 'out'
  const trouble = useUnhurried(state === 'live' || isOut ? null : state, NOTICE_AFTER_MS, NOTICE_LEAST_MS)
  const { icon: Icon, short, long } = WORDS[trouble ?? 'reconnecting']
  const isBehind = trouble !== 'polling' && since !== null
  return (
    <div role="status" data-state={state} className="min-w-0 shrink-0">
      {trouble && (
        <span
          data-connection={trouble}
          title={isBehind ? `${long} Last in step ${clockWords(since)}.` : long}
          className="connection-mark fade-in"
        >
          <Icon size={13} aria-hidden />
          <span className="max-sm:sr-only">{short}</span>
        </span>
      )}
    </div>
  )
}
