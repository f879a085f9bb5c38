import type { Session } from '@duck/protocol'
import { Pencil, Pin, PinOff, Trash2 } from 'lucide-react'
import { memo, useState } from 'react'
import { Link } from 'wouter'
import { ConfirmDelete } from './confirm-delete.tsx'
import { RenameField } from './rename-field.tsx'
import { useSessionChanges } from './use-session-changes.ts'

interface SessionRowProps {
  session: Session
  current: boolean
  running: boolean
  unread: boolean
  onOpen: () => void
  onDeleted: (sessionId: string) => void
}

export const SessionRow = memo(function SessionRow(props: SessionRowProps) {
  const { session, current, running, unread, onOpen, onDeleted } = props
  const [doing, setDoing] = useState<'nothing' | 'renaming' | 'deleting'>('nothing')
  const { rename, pin, remove } = useSessionChanges()
  const title = session.title ?? 'New chat'
  const titleId = `session-${session.id}`

  if (doing === 'renaming')
    return (
      <li>
        <RenameField
          title={title}
          onDone={(next) => {
            setDoing('nothing')
            if (next !== null) rename(session.id, next)
          }}
        />
      </li>
    )
  return (
    <li
      className="session-row"
      data-current={current || undefined}
      data-unread={unread || undefined}
      data-session-id={session.id}
    >
      <Link
        href={`/s/${session.id}`}
        onClick={onOpen}
        aria-current={current ? 'page' : undefined}
        title={title}
      >
        {session.pinned && <Pin size={12} aria-label="Pinned" className="shrink-0 text-accent" />}
        <span id={titleId} className="truncate">
          {title}
        </span>
        {running && (
          <span className="running-mark">
            <span className="sr-only">An answer is running</span>
          </span>
        )}
        {unread && (
          <span className="unread-mark">
            <span className="sr-only">Unread messages</span>
          </span>
        )}
      </Link>
      <span className="session-tools">
        <button
          type="button"
          aria-label={session.pinned ? 'Unpin' : 'Pin'}
          aria-describedby={titleId}
          onClick={() => pin(session.id, !session.pinned)}
        >
          {session.pinned ? <PinOff size={14} aria-hidden /> : <Pin size={14} aria-hidden />}
        </button>
        <button
          type="button"
          aria-label="Rename"
          aria-describedby={titleId}
          onClick={() => setDoing('renaming')}
        >
          <Pencil size={14} aria-hidden />
        </button>
        <button
          type="button"
          aria-label="Delete"
          aria-describedby={titleId}
          onClick={() => setDoing('deleting')}
        >
          <Trash2 size={14} aria-hidden />
        </button>
      </span>
      {doing === 'deleting' && (
        <ConfirmDelete
          title={title}
          onClose={() => setDoing('nothing')}
          onConfirm={() => {
            remove(session.id)
            onDeleted(session.id)
          }}
        />
      )}
    </li>
  )
})
