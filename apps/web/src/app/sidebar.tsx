import { Plus } from 'lucide-react'
import { DuckHead } from '../components/duck-head.tsx'
import { UnsentNotice } from '../features/account/unsent-notice.tsx'
import { SearchButton } from '../features/search/search-button.tsx'
import { SessionList } from '../features/sessions/session-list.tsx'
import { AccountFoot } from './account-foot.tsx'

interface SidebarProps {
  currentId: string | null
  onNewChat: () => void
  onOpen: () => void
  onDeleted: (sessionId: string) => void
}

export function Sidebar({ currentId, onNewChat, onOpen, onDeleted }: SidebarProps) {
  return (
    <div className="flex h-full flex-col bg-shore">
      <div className="flex items-center gap-2.5 pt-4 pr-2.5 pb-3 pl-4">
        <DuckHead className="size-8" />
        <span className="flex-1 font-serif text-lg tracking-tight">The Duck</span>
        <SearchButton onOpen={onOpen} />
      </div>
      <div className="px-3 pb-3">
        <button
          type="button"
          className="new-chat"
          onClick={onNewChat}
          aria-keyshortcuts="Control+K Meta+K"
          title="Ctrl+K or ⌘K"
        >
          <Plus size={16} aria-hidden />
          New chat
        </button>
      </div>
      <div className="quiet-scroll min-h-0 flex-1 overflow-y-auto px-3 pb-4">
        <UnsentNotice currentId={currentId} onOpen={onOpen} />
        <SessionList currentId={currentId} onOpen={onOpen} onDeleted={onDeleted} />
      </div>
      <AccountFoot />
    </div>
  )
}
