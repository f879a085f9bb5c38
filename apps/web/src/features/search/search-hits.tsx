import type { SearchHit as Hit } from '@duck/protocol'
import { SearchHit } from './search-hit.tsx'
import type { Found } from './use-search.ts'

interface SearchHitsProps {
  listId: string
  found: Found
  picked: number
  onChoose: (hit: Hit) => void
}

/** What was found, or why there is nothing. */
export function SearchHits({ listId, found, picked, onChoose }: SearchHitsProps) {
  const { hits, more } = found
  const words = wordsFor(found)
  return (
    <div className="search-hits">
      <div id={listId} role="listbox" aria-label="Messages">
        {hits.map((hit, at) => (
          <SearchHit
            key={hit.messageId}
            id={`${listId}-${at}`}
            hit={hit}
            selected={at === picked}
            onChoose={() => onChoose(hit)}
          />
        ))}
      </div>
      {more && hits.length > 0 && (
        <button type="button" className="text-button mx-auto my-1 flex" onClick={more}>
          More
        </button>
      )}
      <p role="status" className={words ? 'search-words' : 'sr-only'}>
        {words ?? `${hits.length} found`}
      </p>
    </div>
  )
}

function wordsFor({ query, hits, searching, fault }: Found): string | null {
  if (fault) return fault
  if (searching) return hits.length > 0 ? 'Searching for more…' : 'Searching…'
  if (query === '') return 'Every message of every chat, letter for letter.'
  return hits.length === 0 ? 'No message has that.' : null
}
