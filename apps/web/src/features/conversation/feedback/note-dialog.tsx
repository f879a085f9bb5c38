import { type FeedbackValue, LIMITS } from '@duck/protocol'
import { type FormEvent, useState } from 'react'
import { Fault } from '../../../components/fault.tsx'
import { Modal } from '../../../components/modal.tsx'
import { useTask } from '../../../lib/use-task.ts'

const TITLES = { up: 'What was good?', down: 'What was bad?' }

interface NoteDialogProps {
  value: FeedbackValue
  /** What was said before. */
  note: string
  onSave: (note: string) => Promise<unknown>
  onClose: () => void
}

/** Asks why an answer was good or bad. What is typed stays until it is saved. */
export function NoteDialog({ value, note, onSave, onClose }: NoteDialogProps) {
  const [text, setText] = useState(note)
  const { busy, fault, run } = useTask()
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    run(async () => {
      await onSave(text.trim())
      onClose()
    })
  }
  return (
    <Modal label={TITLES[value]} className="dialog pointer-events-auto" onClose={onClose}>
      <form onSubmit={onSubmit} className="flex flex-col gap-4">
        <label className="flex flex-col gap-3">
          <span className="font-serif text-xl">{TITLES[value]}</span>
          <textarea
            data-first
            rows={4}
            maxLength={LIMITS.noteChars}
            value={text}
            onChange={(event) => setText(event.target.value)}
            className="resize-y rounded-xl border border-line bg-paper px-3 py-2 text-base text-ink"
          />
        </label>
        <Fault>{fault}</Fault>
        <div className="flex justify-end gap-2">
          <button type="button" className="plain-button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="accent-button mt-0 py-1.5 text-sm" disabled={busy}>
            Save
          </button>
        </div>
      </form>
    </Modal>
  )
}
