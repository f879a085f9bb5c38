import { isAbsent } from '@duck/protocol'
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react'
import { Composer } from '../features/composer/composer.tsx'
import type { ConversationHandle } from '../features/conversation/conversation.tsx'
import { useConversation } from '../features/conversation/use-conversation.ts'
import { StaleNote } from '../features/feed/stale-note.tsx'
import { NoModelNotice } from '../features/models/no-model-notice.tsx'
import { useModels } from '../features/models/use-models.ts'
import { useSend, useUnsentShown } from '../features/sending/use-send.ts'
import { useSessionChanges } from '../features/sessions/use-session-changes.ts'
import { useUnread } from '../features/sessions/use-unread.ts'
import { trpc } from '../lib/trpc.ts'
import { useRunningSessions } from '../lib/use-live.ts'
import { ChatHeader } from './chat-header.tsx'
import { NEW_DRAFT } from './draft-key.ts'
import { EmptyChat } from './empty-chat.tsx'
import { loadDeletedChat } from './load-dialogs.ts'
import { Log } from './log.tsx'
import { MissingChat } from './missing-chat.tsx'
import { Unreachable } from './unreachable.tsx'
import { useItemActions } from './use-item-actions.ts'
import type { Place } from './use-place.ts'
import { useStopKey, useStopRunning } from './use-stop.ts'
import { useTabMarks } from './use-tab-marks.ts'

const DeletedChat = lazy(loadDeletedChat)

interface ChatPageProps {
  place: Place
  /** The server has the session. */
  exists: boolean
  /** On a narrow screen: the drawer with the sidebar. */
  menu: { open: boolean; onMenu: () => void; onNewChat: () => void } | null
}

/** One session: what was said, and the composer. */
export function ChatPage({ place, exists, menu }: ChatPageProps) {
  const { sessionId, isNew, begin } = place
  const fieldRef = useRef<HTMLTextAreaElement>(null)
  const log = useRef<ConversationHandle>(null)
  const { models, duckOnly } = useModels()
  const { data: session, error } = trpc.session.get.useQuery({ sessionId }, { enabled: exists })
  const { chooseModel } = useSessionChanges()
  const [chosen, setChosen] = useState<string | null>(null)
  const model = session?.model ?? chosen ?? models[0]?.id ?? null

  const shown = useConversation(sessionId, exists)
  const { send, resend } = useSend(sessionId, model)
  useUnsentShown(sessionId)
  const draftKey = isNew ? NEW_DRAFT : sessionId
  const actions = useItemActions({
    sessionId,
    draftKey,
    model,
    fieldRef,
    send,
    resend,
    toNewChat: place.toNewChat,
  })
  const stop = useStopRunning(shown.running)
  useStopKey(stop)
  useEffect(() => {
    if (matchMedia('(pointer: fine)').matches) fieldRef.current?.focus()
  }, [])
  const unread = useUnread(isNew ? null : sessionId).size
  useTabMarks({
    title: session?.title ?? null,
    unread,
    running: useRunningSessions().has(sessionId),
  })

  const onSend = useCallback(
    (text: string) => {
      send(text, isNew)
      if (isNew) begin()
      log.current?.toEnd()
    },
    [begin, isNew, send],
  )
  const onModel = (next: string) => {
    setChosen(next)
    if (exists) chooseModel(sessionId, next)
  }

  const gone = shown.missing || isAbsent(error)
  const deleted = gone && !shown.isEmpty
  const empty = !shown.loading && !shown.failed && shown.isEmpty
  return (
    <main className="flex min-w-0 flex-1 flex-col">
      <ChatHeader
        title={isNew || (gone && !deleted) ? null : (session?.title ?? 'New chat')}
        models={models}
        model={model}
        onModel={onModel}
        unread={unread}
        menu={menu}
      />
      {duckOnly && <NoModelNotice />}
      {gone && !deleted ? (
        <MissingChat />
      ) : (
        <>
          <StaleNote />
          {shown.failed && <Unreachable onTryAgain={shown.refetch} />}
          {empty && <EmptyChat onPick={onSend} />}
          {!empty && !shown.failed && (
            <Log ref={log} sessionId={sessionId} conversation={shown} actions={actions} />
          )}
          <div className="mx-auto w-full max-w-[50rem] px-3 pb-[max(0.75rem,env(safe-area-inset-bottom))] sm:px-6 sm:pb-5">
            {deleted ? (
              <Suspense>
                <DeletedChat sessionId={sessionId} list={shown.list} />
              </Suspense>
            ) : (
              <Composer draftKey={draftKey} fieldRef={fieldRef} onSend={onSend} onStop={stop} />
            )}
          </div>
        </>
      )}
    </main>
  )
}
