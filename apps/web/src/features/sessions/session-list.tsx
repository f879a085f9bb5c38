import { useRunningSessions } from '../../lib/use-live.ts'
import { SessionRow } from './session-row.tsx'
import { useSessions } from './use-sessions.ts'
import { useUnread } from './use-unread.ts'

interface SessionListProps {
  currentId: string | null
  onOpen: () => void
  onDeleted: (sessionId: string) => void
}

export function SessionList({ currentId, onOpen, onDeleted }: SessionListProps) {
  const { sessions, loading, failed, hasMore, loadingMore, loadMore, refetch } = useSessions()
  const running = useRunningSessions()
  const unread = useUnread(currentId)
  if (failed)
    return (
      <p className="px-3 py-2 text-sm text-muted">
        The chats could not be loaded.{' '}
        <button type="button" className="text-button" onClick={refetch}>
          Try again
        </button>
      </p>
    )
  if (!loading && sessions.length === 0)
    return <p className="px-3 py-2 text-sm text-muted">Your chats will gather here.</p>
  return (
    <nav aria-label="Chats" aria-busy={loading}>
      <ul className="flex flex-col gap-0.5">
        {sessions.map((session) => (
          <SessionRow
            key={session.id}
            session={session}
            current={session.id === currentId}
            running={running.has(session.id)}
            unread={unread.has(session.id)}
            onOpen={onOpen}
            onDeleted={onDeleted}
          />
        ))}
      </ul>
      {hasMore && (
        <button type="button" className="text-button mx-3 my-2" disabled={loadingMore} onClick={loadMore}>
          {loadingMore ? 'Loading…' : 'Older chats'}
        </button>
      )}
    </nav>
  )
}
