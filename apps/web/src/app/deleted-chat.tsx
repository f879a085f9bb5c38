import type { MessageList } from '@duck/protocol'
import { Undo2 } from 'lucide-react'
import { Link } from 'wouter'
import { CopyButton } from '../components/copy-button.tsx'
import { refusalWords } from '../lib/error-words.ts'
import { useServices } from '../lib/services.ts'
import { trpc } from '../lib/trpc.ts'
import { useDraft } from '../lib/use-draft.ts'
import { useToast } from '../lib/use-toast.ts'
import { spokenText } from './spoken-text.ts'

export interface DeletedChatProps {
  sessionId: string
  /** What the page still shows of it. */
  list: MessageList | undefined
}

/** In the composer's place when the chat was deleted elsewhere: what is still here can be taken along, or all brought back. */
export function DeletedChat({ sessionId, list }: DeletedChatProps) {
  const { utils, invalidate } = useServices()
  const draft = useDraft(sessionId)
  const toast = useToast()
  const restore = trpc.session.restore.useMutation({
    onSuccess: (session) => {
      utils.session.get.setData({ sessionId }, session)
      invalidate([{ kind: 'everything' }])
    },
    onError: (error) => toast(refusalWords(error)),
  })
  return (
    <section className="deleted-note fade-in" aria-label="This chat was deleted">
      <p role="alert">
        <b>This chat was deleted</b> in another tab or on another device. What you see is what was here last.
      </p>
      {draft.trim() !== '' && (
        <div className="mt-2.5">
          <p className="text-muted">What you were writing is kept:</p>
          <p className="quiet-scroll my-1 max-h-32 overflow-y-auto rounded-xl bg-tint px-3 py-2 whitespace-pre-wrap">
            {draft}
          </p>
          <CopyButton text={draft} label="Copy draft" />
        </div>
      )}
      <div className="mt-2.5 flex flex-wrap items-center gap-2">
        <button
          type="button"
          className="plain-button inline-flex items-center gap-1.5"
          disabled={restore.isPending}
          onClick={() => restore.mutate({ sessionId })}
        >
          <Undo2 size={14} aria-hidden />
          Restore
        </button>
        <Link href="/" className="plain-button">
          New chat
        </Link>
        {list && (
          <span className="ml-auto flex items-center text-xs text-muted">
            The whole chat:
            <CopyButton text={spokenText(list)} label="Copy the whole chat" />
          </span>
        )}
      </div>
    </section>
  )
}
