import type { SearchHit as Hit } from '@duck/protocol'
import { useEffect, useRef } from 'react'
import { trpc } from '../../lib/trpc.ts'
import { markedParts } from './marked-parts.ts'

interface SearchHitProps {
  hit: Hit
  id: string
  selected: boolean
  onChoose: () => void
}

/** One message that was found: in which chat, and the text around the match. */
export function SearchHit({ hit, id, selected, onChoose }: SearchHitProps) {
  const element = useRef<HTMLButtonElement>(null)
  const session = trpc.session.get.useQuery({ sessionId: hit.sessionId }, { staleTime: 60_000 })
  useEffect(() => {
    if (selected) element.current?.scrollIntoView({ block: 'nearest' })
  }, [selected])
  return (
    <button
      ref={element}
      id={id}
      type="button"
      role="option"
      aria-selected={selected}
      tabIndex={-1}
      className="search-hit"
      data-message-id={hit.messageId}
      onClick={onChoose}
    >
      <span className="search-hit-head">
        <span className="truncate">{session.data ? (session.data.title ?? 'New chat') : '…'}</span>
        <span className="shrink-0">message {(hit.messageIndex + 1).toLocaleString()}</span>
      </span>
      <span className="line-clamp-3 wrap-anywhere">
        {markedParts(hit).map(({ at, text, marked }) =>
          marked ? <mark key={at}>{text}</mark> : <span key={at}>{text}</span>,
        )}
      </span>
    </button>
  )
}
