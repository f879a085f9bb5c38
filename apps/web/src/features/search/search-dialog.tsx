import type { SearchHit as Hit } from '@duck/protocol'
import { Search, X } from 'lucide-react'
import { type KeyboardEvent, useId, useState } from 'react'
import { navigate } from 'wouter/use-browser-location'
import { Modal } from '../../components/modal.tsx'
import { messageLink, newVisit } from '../../lib/message-link.ts'
import { SearchHits } from './search-hits.tsx'
import { SearchScope } from './search-scope.tsx'
import { useSearch } from './use-search.ts'

interface SearchDialogProps {
  /** The session that is shown; null on the page of a new one. */
  currentId: string | null
  onClose: () => void
}

/** Finds messages by their text, letter for letter, and leads to them. */
export function SearchDialog({ currentId, onClose }: SearchDialogProps) {
  const [typed, setTyped] = useState('')
  const [here, setHere] = useState(false)
  const [picked, setPicked] = useState(0)
  const listId = useId()
  const found = useSearch(typed, here ? currentId : null)
  const { hits } = found
  const at = Math.min(picked, hits.length - 1)

  const choose = (hit: Hit | undefined) => {
    if (!hit) return
    onClose()
    navigate(messageLink(hit.sessionId, hit.messageIndex), { state: newVisit() })
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') choose(hits[at])
    else if (event.key === 'ArrowDown') {
      setPicked(Math.min(at + 1, hits.length - 1))
      if (at + 2 >= hits.length) found.more?.()
    } else if (event.key === 'ArrowUp') setPicked(Math.max(at - 1, 0))
    else return
    event.preventDefault()
  }
  return (
    <Modal label="Search messages" className="search" onClose={onClose}>
      <div className="search-field">
        <Search size={17} aria-hidden />
        <input
          data-first
          type="search"
          role="combobox"
          aria-label="Search messages"
          aria-expanded={hits.length > 0}
          aria-controls={listId}
          aria-activedescendant={hits[at] ? `${listId}-${at}` : undefined}
          autoComplete="off"
          placeholder="Search messages"
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value)
            setPicked(0)
          }}
          onKeyDown={onKey}
        />
        <button
          type="button"
          className="icon-button -my-1.5 -mr-2"
          aria-label="Close"
          title="Esc"
          onClick={onClose}
        >
          <X size={17} aria-hidden />
        </button>
      </div>
      {currentId !== null && <SearchScope here={here} onChange={setHere} />}
      <SearchHits listId={listId} found={found} picked={at} onChoose={choose} />
    </Modal>
  )
}
