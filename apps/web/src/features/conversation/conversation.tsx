import { ArrowDown } from 'lucide-react'
import { Fragment, useImperativeHandle, useLayoutEffect } from 'react'
import { useLasting } from '../../lib/use-lasting.ts'
import { EarlierMessages } from './earlier-messages.tsx'
import type { ItemActions } from './item-actions.ts'
import { NewRowsLine } from './new-rows-line.tsx'
import { SeenEnd } from './seen-end.tsx'
import { TimelineRow } from './timeline-row.tsx'
import type { Conversation as Shown } from './use-conversation.ts'
import { useEarlier, useFilledHoles } from './use-earlier.ts'
import { useFollowEnd } from './use-follow-end.ts'
import { useKeptPlace } from './use-kept-place.ts'
import { useNewRows } from './use-new-rows.ts'
import { Waiting } from './waiting.tsx'

const SLOW_MS = 400

export interface ConversationHandle {
  /** To where what is sent will stand. */
  toEnd: () => void
}

interface ConversationProps {
  sessionId: string
  shown: Shown
  actions: ItemActions
  ref: React.Ref<ConversationHandle>
}

/** The log: follows the end while the reader is there, stays where the reader is otherwise. */
export function Conversation({ sessionId, shown, actions, ref }: ConversationProps) {
  const { scroller, content, atEnd, toEnd } = useFollowEnd()
  const place = useKeptPlace(scroller)
  const earlier = useEarlier(sessionId, place.remember)
  useFilledHoles(sessionId, shown.items, earlier.load)
  useLayoutEffect(() => place.restore())
  const slow = useLasting(shown.loading, SLOW_MS)
  const { rows: news, forget } = useNewRows(sessionId, shown.items)
  useImperativeHandle(
    ref,
    () => ({
      toEnd: () => {
        forget()
        toEnd()
      },
    }),
    [forget, toEnd],
  )

  return (
    <div className="relative min-h-0 flex-1">
      <div ref={scroller} className="log-scroll h-full overflow-y-auto overscroll-contain">
        <div
          ref={content}
          role="log"
          aria-label="Conversation"
          aria-busy={shown.loading}
          className="mx-auto flex w-full max-w-[50rem] flex-col px-4 pt-6 pb-10 sm:px-6"
        >
          {slow && <Waiting>Fetching the messages</Waiting>}
          {shown.hasEarlier && <EarlierMessages earlier={earlier} />}
          {shown.items.map((item) => (
            <Fragment key={item.key}>
              {news?.key === item.key && <NewRowsLine count={news.count} />}
              <TimelineRow item={item} actions={actions} />
            </Fragment>
          ))}
        </div>
        <SeenEnd sessionId={sessionId} items={shown.items} />
      </div>
      <div className="log-fade" aria-hidden />
      {!atEnd && <ToEnd onClick={() => toEnd('smooth')} />}
    </div>
  )
}

function ToEnd({ onClick }: { onClick: () => void }) {
  return (
    <button
      type="button"
      onClick={onClick}
      aria-label="To the newest message"
      className="icon-button absolute bottom-3 left-1/2 -translate-x-1/2 border border-line bg-raised shadow-sm"
    >
      <ArrowDown size={17} aria-hidden />
    </button>
  )
}
