import { type ComponentProps, lazy, Suspense } from 'react'
import { ErrorBoundary } from '../components/error-boundary.tsx'
import type { Conversation as ConversationOf } from '../features/conversation/conversation.tsx'
import { Unreachable } from './unreachable.tsx'

const load = () =>
  import('../features/conversation/conversation.tsx').then((module) => ({ default: module.Conversation }))
const Conversation = lazy(load)
// The page stands without it, and so before it; it is needed as soon as there are messages.
load().catch(() => undefined)

/** The conversation, whose code comes while the messages are fetched. */
export function Log(props: ComponentProps<typeof ConversationOf>) {
  return (
    <ErrorBoundary fallback={<Unreachable onTryAgain={() => location.reload()} />}>
      <Suspense fallback={<div className="min-h-0 flex-1" aria-busy />}>
        <Conversation {...props} />
      </Suspense>
    </ErrorBoundary>
  )
}
