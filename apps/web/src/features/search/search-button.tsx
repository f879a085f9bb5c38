import { Search } from 'lucide-react'
import { searchOpen } from './search-open.ts'

/** Opens the search. */
export function SearchButton({ onOpen }: { onOpen: () => void }) {
  const open = () => {
    onOpen()
    searchOpen.set(true)
  }
  return (
    <button
      type="button"
      className="icon-button"
      aria-label="Search messages"
      aria-keyshortcuts="Control+Shift+K Meta+Shift+K /"
      title="Search (Ctrl+Shift+K, ⇧⌘K or /)"
      onClick={open}
    >
      <Search size={17} aria-hidden />
    </button>
  )
}
