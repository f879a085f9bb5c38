import { useCallback, useImperativeHandle, useLayoutEffect, useRef } from 'react'
import { useLasting } from '../../lib/use-lasting.ts'
import type { ItemActions } from './item-actions.ts'
import { PageEdge } from './page-edge.tsx'
import { TimelineRow } from './timeline-row.tsx'
import { ToEnd } from './to-end.tsx'
import type { Conversation as Shown } from './use-conversation.ts'
import { useFollowEnd } from './use-follow-end.ts'
import { useKeptPlace } from './use-kept-place.ts'
import { useShownTarget } from './use-shown-target.ts'
import { Waiting } from './waiting.tsx'

const SLOW_MS = 400

export interface ConversationHandle {
  toEnd: () => void
}

interface ConversationProps {
  shown: Shown
  actions: ItemActions
  ref: React.Ref<ConversationHandle>
}

/** The log: follows the end while the reader is there, stays where the reader is otherwise. */
export function Conversation({ shown, actions, ref }: ConversationProps) {
  const { reading, items, loading } = shown
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
  useImperativeHandle(ref, () => ({ toEnd: () => goToEnd('instant') }))

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
            <TimelineRow key={item.key} item={item} actions={actions} />
          ))}
          {later && <PageEdge edge={later} label="Later messages" className="mt-6" />}
        </div>
      </div>
      <div className="log-fade" aria-hidden />
      {!(atEnd && live) && <ToEnd unseen={reading.unseen} onClick={() => goToEnd('smooth')} />}
    </div>
  )
}
