import { ArrowUp, Square } from 'lucide-react'
import { type FormEvent, type KeyboardEvent, type RefObject, useLayoutEffect } from 'react'
import { useServices } from '../../lib/services.ts'
import { useDraft } from '../../lib/use-draft.ts'

/** More than the tallest field can show, so that a whole book costs no more than that. */
const MIRRORED_CHARS = 8_000

interface ComposerProps {
  /** Whose draft is edited. */
  draftKey: string
  fieldRef: RefObject<HTMLTextAreaElement | null>
  onSend: (text: string) => void
  /** Stops the running answer; null when none runs. */
  onStop: (() => void) | null
}

/** Where a message is written. The draft survives a reload until it is sent. */
export function Composer({ draftKey, fieldRef, onSend, onStop }: ComposerProps) {
  const { drafts } = useServices()
  const text = useDraft(draftKey)
  const blank = text.trim() === ''
  useLayoutEffect(() => {
    // It came by itself into a field in which somebody may be about to type: then it is as if it had not.
    const field = fieldRef.current
    if (text !== '' && document.activeElement === field && drafts.isOthers(draftKey)) field?.select()
  }, [draftKey, drafts, fieldRef, text])

  const submit = () => {
    if (blank) return
    onSend(text)
    // By now it is kept elsewhere.
    drafts.set(draftKey, '')
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // While a word is composed (Japanese, Chinese, dead keys), Enter belongs to the input method.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    submit()
  }
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    submit()
    fieldRef.current?.focus()
  }

  return (
    <form onSubmit={onSubmit} className="composer">
      <div className="composer-field" data-text={text.slice(0, MIRRORED_CHARS)}>
        <textarea
          ref={fieldRef}
          aria-label="Message"
          aria-describedby="composer-hint"
          placeholder="Say something to the duck…"
          rows={1}
          value={text}
          onChange={(event) => drafts.set(draftKey, event.target.value)}
          onKeyDown={onKeyDown}
        />
      </div>
      <div className="flex items-center justify-between gap-3 pl-1">
        <p id="composer-hint" className="truncate text-xs text-faint max-sm:sr-only">
          Enter to send, Shift+Enter for a new line{onStop ? ', Esc to stop' : ''}
        </p>
        <div className="ml-auto flex shrink-0 gap-2">
          {onStop && (
            <button type="button" className="stop-button" onClick={onStop}>
              <Square size={11} fill="currentColor" aria-hidden />
              <span className="max-sm:sr-only">Stop</span>
            </button>
          )}
          <button type="submit" className="send-button" aria-label="Send" title="Send" disabled={blank}>
            <ArrowUp size={18} strokeWidth={2.4} aria-hidden />
          </button>
        </div>
      </div>
    </form>
  )
}
