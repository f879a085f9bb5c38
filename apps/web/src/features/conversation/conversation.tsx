import { Fragment, useCallback, useImperativeHandle, useLayoutEffect, useRef } from 'react'
import { useLasting } from '../../lib/use-lasting.ts'
import type { ItemActions } from './item-actions.ts'
import { NewRowsLine } from './new-rows-line.tsx'
import { PageEdge } from './page-edge.tsx'
import { SeenEnd } from './seen-end.tsx'
import { TimelineRow } from './timeline-row.tsx'
import { ToEnd } from './to-end.tsx'
import type { Conversation as Known } from './use-conversation.ts'
import { useFollowEnd } from './use-follow-end.ts'
import { useKeptPlace } from './use-kept-place.ts'
import { useNewRows } from './use-new-rows.ts'
import { useShownTarget } from './use-shown-target.ts'
import { useTimeline } from './use-timeline.ts'
import { Waiting } from './waiting.tsx'

const SLOW_MS = 400

export interface ConversationHandle {
  /** To where what is sent will stand. */
  toEnd: () => void
}

interface ConversationProps {
  sessionId: string
  conversation: Known
  actions: ItemActions
  ref: React.Ref<ConversationHandle>
}

/** The log: follows the end while the reader is there, stays where the reader is otherwise. */
export function Conversation({ sessionId, conversation, actions, ref }: ConversationProps) {
  const { reading, items, loading } = useTimeline(sessionId, conversation)
  const { live, following, earlier, later, target } = reading
  const scrollerRef = useRef<HTMLDivElement>(null)
  const contentRef = useRef<HTMLDivElement>(null)
  const place = useKeptPlace(scrollerRef, contentRef)
  const { atEnd, toEnd, look } = useFollowEnd({ scrollerRef, contentRef, place, following, live })
  useLayoutEffect(() => {
    if (!following.get()) place.restore()
  })
  useShownTarget(
    target,
    scrollerRef,
    useCallback(() => {
      look()
      place.note()
    }, [look, place]),
  )
  const slow = useLasting(loading, SLOW_MS)
  const goToEnd = (behavior: ScrollBehavior) => {
    reading.toEnd()
    toEnd(live ? behavior : 'instant')
  }
  const { rows: news, forget } = useNewRows(sessionId, items)
  useImperativeHandle(ref, () => ({
    toEnd: () => {
      forget()
      goToEnd('instant')
    },
  }))

  return (
    <div className="relative min-h-0 flex-1">
      <div ref={scrollerRef} className="log-scroll h-full overflow-y-auto overscroll-contain">
        <div
          ref={contentRef}
          role="log"
          aria-label="Conversation"
          aria-busy={loading}
          className="mx-auto flex w-full max-w-[50rem] flex-col px-4 pt-6 pb-10 sm:px-6"
        >
          {slow && <Waiting>Fetching the messages</Waiting>}
          {earlier && <PageEdge edge={earlier} label="Earlier messages" className="mb-6" />}
          {items.map((item) => (
            <Fragment key={item.key}>
              {news?.key === item.key && <NewRowsLine count={news.count} />}
              <TimelineRow item={item} actions={actions} />
            </Fragment>
          ))}
          {later && <PageEdge edge={later} label="Later messages" className="mt-6" />}
        </div>
        {live && <SeenEnd sessionId={sessionId} items={items} />}
      </div>
      <div className="log-fade" aria-hidden />
      {!(atEnd && live) && <ToEnd unseen={reading.unseen} onClick={() => goToEnd('smooth')} />}
    </div>
  )
}
