import { uuidv7 } from '@duck/protocol'
import { type RefObject, useMemo } from 'react'
import type { ItemActions } from '../features/conversation/item-actions.ts'
import type { Send } from '../features/sending/use-send.ts'
import { refusalWords } from '../lib/error-words.ts'
import { newestPage } from '../lib/message-cache.ts'
import { useServices } from '../lib/services.ts'
import { trpc } from '../lib/trpc.ts'
import { useToast } from '../lib/use-toast.ts'

interface ItemActionsInput extends Send {
  sessionId: string
  draftKey: string
  model: string | null
  fieldRef: RefObject<HTMLTextAreaElement | null>
}

/** What the bubbles' buttons do. */
export function useItemActions(input: ItemActionsInput): ItemActions {
  const { sessionId, draftKey, model, fieldRef, send, resend } = input
  const { utils, live, drafts, refused: store } = useServices()
  const toast = useToast()
  const { mutate: start } = trpc.stream.start.useMutation({
    onSuccess: ({ stream }) => void live.apply({ type: 'stream-opened', stream }),
    onError: (error) => toast(refusalWords(error)),
  })
  const { mutate: stop } = trpc.stream.stop.useMutation({ onError: (error) => toast(refusalWords(error)) })
  return useMemo(
    () => ({
      stop: (streamId) => stop({ streamId }),
      again: ({ promptId, how }) => {
        if (how === 'retry')
          start({ sessionId, promptId, id: uuidv7(), ...(model === null ? {} : { model }) })
        const rows = utils.message.list.getData(newestPage(sessionId))?.messages
        const prompt = rows?.find(({ id }) => id === promptId)
        if (how === 'ask-anew' && prompt) send(prompt.content)
      },
      edit: (refused) => {
        const typed = drafts.get(draftKey)
        drafts.set(draftKey, typed.trim() === '' ? refused.content : `${refused.content}\n\n${typed}`)
        store.remove(refused.id)
        fieldRef.current?.focus()
      },
      resend,
      dismiss: (refused) => store.remove(refused.id),
    }),
    [draftKey, drafts, fieldRef, model, resend, send, sessionId, start, stop, store, utils],
  )
}
