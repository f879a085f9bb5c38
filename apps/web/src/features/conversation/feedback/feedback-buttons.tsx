import type { FeedbackValue, Message } from '@duck/protocol'
import { MessageSquareText, ThumbsDown, ThumbsUp } from 'lucide-react'
import { lazy, useState } from 'react'
import { LazyDialog } from '../../../components/lazy-dialog.tsx'
import { refusalWords } from '../../../lib/error-words.ts'
import { useToast } from '../../../lib/use-toast.ts'
import { loadNoteDialog } from './load-note-dialog.ts'
import { useFeedback } from './use-feedback.ts'

const NoteDialog = lazy(loadNoteDialog)

const THUMBS = [
  { of: 'up', label: 'Good answer', Icon: ThumbsUp },
  { of: 'down', label: 'Bad answer', Icon: ThumbsDown },
] as const

/** Whether an answer was good, and why. A second press takes it back. */
export function FeedbackButtons({ row }: { row: Message }) {
  const { value, note, give } = useFeedback(row)
  const toast = useToast()
  const [noting, setNoting] = useState<FeedbackValue | null>(null)
  const close = () => setNoting(null)
  return (
    <>
      {THUMBS.map(({ of, label, Icon }) => (
        <button
          key={of}
          type="button"
          className="quiet-button thumb"
          aria-label={label}
          title={label}
          aria-pressed={value === of}
          onClick={() => void give(value === of ? null : of).catch((error) => toast(refusalWords(error)))}
        >
          <Icon size={14} fill={value === of ? 'currentColor' : 'none'} fillOpacity={0.25} aria-hidden />
        </button>
      ))}
      {value && (
        <button
          type="button"
          className="quiet-button"
          title={note ?? undefined}
          onClick={() => setNoting(value)}
        >
          <MessageSquareText size={14} aria-hidden />
          {note === null ? 'Say why' : 'Your note'}
        </button>
      )}
      {noting && (
        <LazyDialog onClose={close}>
          <NoteDialog
            value={noting}
            note={note ?? ''}
            onSave={(words) => give(noting, words === '' ? null : words)}
            onClose={close}
          />
        </LazyDialog>
      )}
    </>
  )
}
