import type { Feedback, FeedbackValue, Message } from '@duck/protocol'
import { useServices } from '../../../lib/services.ts'
import { trpc } from '../../../lib/trpc.ts'
import { feedbackRange } from './feedback-range.ts'

export interface OwnFeedback {
  value: FeedbackValue | null
  note: string | null
  give: (value: FeedbackValue | null, note?: string | null) => Promise<unknown>
}

/** What the user thinks of a message: what was said last shows at once, and until the server's word on it is there. */
export function useFeedback(row: Message): OwnFeedback {
  const { utils } = useServices()
  const messageId = row.id
  const range = feedbackRange(row)
  const { data } = trpc.message.listFeedback.useQuery(range, {
    // It is told when it changes.
    staleTime: Infinity,
    select: ({ feedback }): Feedback | null => feedback.find((one) => one.messageId === messageId) ?? null,
  })
  const { mutateAsync, isPending, variables } = trpc.message.feedback.useMutation({
    // One after another, so that the last word is the last.
    scope: { id: `feedback ${messageId}` },
    onSettled: () => utils.message.listFeedback.invalidate(range),
  })
  const { value = null, note = null } = (isPending ? variables : data) ?? {}
  return { value, note, give: (next, words = null) => mutateAsync({ messageId, value: next, note: words }) }
}
