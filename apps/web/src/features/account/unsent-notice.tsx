import { CircleAlert } from 'lucide-react'
import { Link } from 'wouter'
import { isRefused } from '../../lib/outbox/outbox-entry.ts'
import { useServices } from '../../lib/services.ts'
import { useStore } from '../../lib/store.ts'

/** The chats in which something was not sent: one whose first message it is stands in no list. */
export function UnsentNotice({ currentId, onOpen }: { currentId: string | null; onOpen: () => void }) {
  const entries = useStore(useServices().outbox.entries)
  const bySession = new Map(entries.filter(isRefused).map(({ sessionId, content }) => [sessionId, content]))
  if (currentId !== null) bySession.delete(currentId)
  if (bySession.size === 0) return null
  return (
    <ul aria-label="Not sent" className="mb-2 flex flex-col gap-0.5 text-sm">
      {[...bySession].map(([sessionId, content]) => (
        <li key={sessionId} className="session-row">
          <Link href={`/s/${sessionId}`} onClick={onOpen} title="Not sent">
            <CircleAlert size={13} aria-label="Not sent:" className="shrink-0 text-alarm" />
            <span className="truncate">{content}</span>
          </Link>
        </li>
      ))}
    </ul>
  )
}
