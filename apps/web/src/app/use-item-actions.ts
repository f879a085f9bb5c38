import { uuidv7 } from '@duck/protocol'
import { type RefObject, useMemo } from 'react'
import type { ItemActions } from '../features/conversation/item-actions.ts'
import type { Send } from '../features/sending/use-send.ts'
import type { Drafts } from '../lib/drafts.ts'
import { refusalWords } from '../lib/error-words.ts'
import { newestPage } from '../lib/message-cache.ts'
import { useServices } from '../lib/services.ts'
import { trpc, type Utils } from '../lib/trpc.ts'
import { useToast } from '../lib/use-toast.ts'
import { NEW_DRAFT } from './draft-key.ts'

interface ItemActionsInput extends Send {
  sessionId: string
  draftKey: string
  model: string | null
  fieldRef: RefObject<HTMLTextAreaElement | null>
  toNewChat: () => void
}

/** What the bubbles' buttons do. */
export function useItemActions(input: ItemActionsInput): ItemActions {
  const { sessionId, draftKey, model, fieldRef, send, resend, toNewChat } = input
  const { utils, live, drafts, outbox } = useServices()
  const toast = useToast()
  const { mutate: start } = trpc.stream.start.useMutation({
    onSuccess: ({ stream }) => void live.apply({ type: 'stream-opened', stream }),
    onError: (error) => toast(refusalWords(error)),
  })
  const { mutate: stop } = trpc.stream.stop.useMutation({ onError: (error) => toast(refusalWords(error)) })
  return useMemo(() => {
    const asked = (promptId: string) => ({
      sessionId,
      promptId,
      id: uuidv7(),
      ...(model === null ? {} : { model }),
    })
    return {
      stop: (streamId) => stop({ streamId }),
      again: ({ promptId, how }) => {
        if (how === 'retry') start(asked(promptId))
        if (how === 'ask-anew')
          textOf(utils, sessionId, promptId).then(
            (text) => send(text, false),
            (error) => toast(refusalWords(error)),
          )
      },
      goOn: (promptId, answerId) => start({ ...asked(promptId), continueFrom: answerId }),
      edit: ({ id, content }) => {
        putFirst(drafts, draftKey, content)
        void outbox.dismiss(id)
        fieldRef.current?.focus()
      },
      toNewChat: ({ id, content }) => {
        putFirst(drafts, NEW_DRAFT, content)
        void outbox.dismiss(id)
        toNewChat()
      },
      resend,
      dismiss: ({ id }) => void outbox.dismiss(id),
    }
  }, [
    draftKey,
    drafts,
    fieldRef,
    model,
    outbox,
    resend,
    send,
    sessionId,
    start,
    stop,
    toast,
    toNewChat,
    utils,
  ])
}

/** What was asked, also where it stands too far up for the newest messages to have it. */
async function textOf(utils: Utils, sessionId: string, messageId: string): Promise<string> {
  const newest = utils.message.list.getData(newestPage(sessionId))?.messages
  const prompt = newest?.find(({ id }) => id === messageId) ?? (await utils.message.get.fetch({ messageId }))
  return prompt.content
}

/** Ahead of what is typed there already. */
function putFirst(drafts: Drafts, draftKey: string, text: string): void {
  const typed = drafts.get(draftKey)
  drafts.set(draftKey, typed.trim() === '' ? text : `${text}\n\n${typed}`)
}
