import type { Model } from '@duck/protocol'
import { Menu, Plus } from 'lucide-react'
import { ConnectionMark } from '../features/feed/connection-mark.tsx'
import { ModelPicker } from '../features/models/model-picker.tsx'

interface ChatHeaderProps {
  title: string | null
  models: readonly Model[]
  model: string | null
  onModel: (model: string) => void
  /** How many other chats have rows that nobody has seen. */
  unread: number
  /** On a narrow screen: the way to the sidebar. */
  menu: { open: boolean; onMenu: () => void; onNewChat: () => void } | null
}

export function ChatHeader({ title, models, model, onModel, unread, menu }: ChatHeaderProps) {
  return (
    <header className="flex h-14 shrink-0 items-center gap-2 border-b border-line px-3 sm:px-5">
      {menu && (
        <button
          type="button"
          className="icon-button menu-button"
          aria-label={unread === 0 ? 'Chats' : `Chats, ${unread} unread`}
          data-unread={unread > 0 || undefined}
          onClick={menu.onMenu}
        >
          <Menu size={19} aria-hidden />
        </button>
      )}
      <h1 className="min-w-0 flex-1 truncate font-serif text-[1.05rem]">
        {title ?? <span className="sr-only">The Duck</span>}
      </h1>
      <ConnectionMark />
      <ModelPicker models={models} value={model} onChange={onModel} />
      {menu && !menu.open && (
        <button type="button" className="icon-button" aria-label="New chat" onClick={menu.onNewChat}>
          <Plus size={19} aria-hidden />
        </button>
      )}
    </header>
  )
}
