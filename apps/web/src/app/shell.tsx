import { useCallback, useEffect, useMemo, useState } from 'react'
import { Modal } from '../components/modal.tsx'
import { Feed } from '../features/feed/feed.tsx'
import { Search } from '../features/search/search.tsx'
import { UpdateBar } from '../features/updates/update-bar.tsx'
import { sessionsBegunBy } from '../lib/outbox/outbox-entry.ts'
import { useServices } from '../lib/services.ts'
import { useStore } from '../lib/store.ts'
import { useMedia } from '../lib/use-media.ts'
import { ChatPage } from './chat-page.tsx'
import { Sidebar } from './sidebar.tsx'
import { usePlace } from './use-place.ts'

/** The page: sidebar and chat side by side, or the sidebar as a drawer on a narrow screen. */
export function Shell() {
  const place = usePlace()
  const unborn = sessionsBegunBy(useStore(useServices().outbox.entries)).has(place.sessionId)
  const wide = useMedia('(width >= 48rem)')
  const [drawer, setDrawer] = useState(false)
  const { sessionId, isNew, toNewChat } = place
  const exists = !isNew && !unborn
  const sessionIds = useMemo(() => (exists ? [sessionId] : []), [exists, sessionId])

  const closeDrawer = useCallback(() => setDrawer(false), [])
  const newChat = useCallback(() => {
    setDrawer(false)
    toNewChat()
    focusComposer()
  }, [toNewChat])
  useNewChatKey(newChat)

  const sidebar = (
    <Sidebar
      currentId={isNew ? null : sessionId}
      onNewChat={newChat}
      onOpen={closeDrawer}
      onDeleted={(id) => id === sessionId && newChat()}
    />
  )
  return (
    <div className="flex h-dvh flex-col overflow-hidden bg-paper text-ink">
      <Feed sessionIds={sessionIds} />
      <Search currentId={exists ? sessionId : null} />
      <UpdateBar />
      <div className="flex min-h-0 flex-1">
        {wide && <aside className="w-72 shrink-0 border-r border-line">{sidebar}</aside>}
        {!wide && drawer && (
          <Modal label="Chats" className="drawer" onClose={closeDrawer}>
            {sidebar}
          </Modal>
        )}
        <ChatPage
          key={sessionId}
          place={place}
          exists={exists}
          menu={wide ? null : { open: drawer, onMenu: () => setDrawer(true), onNewChat: newChat }}
        />
      </div>
    </div>
  )
}

/** The page may be the same one: then there is nothing to mount that would take the focus. */
function focusComposer(): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>('textarea[aria-label="Message"]')?.focus())
}

function useNewChatKey(newChat: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (
        event.key.toLowerCase() !== 'k' ||
        !(event.ctrlKey || event.metaKey) ||
        event.shiftKey ||
        event.altKey
      )
        return
      event.preventDefault()
      newChat()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [newChat])
}
