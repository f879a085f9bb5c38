import { type FormEvent, useState } from 'react'
import { navigate } from 'wouter/use-browser-location'
import { Modal } from '../../components/modal.tsx'
import { messageLink, newVisit } from '../../lib/message-link.ts'
import { useServices } from '../../lib/services.ts'
import { useTask } from '../../lib/use-task.ts'
import { dayOf } from './day-of.ts'

const NOTHING = 'There is nothing on that day or after it.'

interface GoToDateProps {
  sessionId: string
  /** The day that is read now. */
  from: string
  onClose: () => void
}

/** Asks for a day, and goes to its first message. */
export function GoToDate({ sessionId, from, onClose }: GoToDateProps) {
  const { utils } = useServices()
  const [day, setDay] = useState(() => dayOf(new Date(from)))
  const [today] = useState(() => dayOf(new Date()))
  const [isEmpty, setEmpty] = useState(false)
  const { busy, fault, run } = useTask()
  const go = async () => {
    // Without a zone a date and time are the reader's.
    const time = new Date(`${day}T00:00:00`).toISOString()
    const { messageIndex } = await utils.session.indexAt.fetch({ sessionId, time }, { staleTime: 0 })
    setEmpty(messageIndex === null)
    if (messageIndex === null) return
    onClose()
    navigate(messageLink(sessionId, messageIndex), { state: newVisit() })
  }
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    run(go)
  }
  return (
    <Modal label="Go to a day" className="dialog pointer-events-auto" onClose={onClose}>
      <form onSubmit={onSubmit} className="flex flex-col gap-4">
        <h2 className="font-serif text-xl">Go to a day</h2>
        <label className="flex flex-col gap-1.5 text-sm text-muted">
          Day
          <input
            data-first
            type="date"
            required
            value={day}
            max={today}
            onChange={(event) => setDay(event.target.value)}
            className="rounded-xl border border-line bg-paper px-3 py-2 text-base text-ink"
          />
        </label>
        {(fault ?? (isEmpty && NOTHING)) && (
          <p role="alert" className="text-sm text-alarm">
            {fault ?? NOTHING}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <button type="button" className="plain-button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" className="accent-button mt-0 py-1.5 text-sm" disabled={busy || day === ''}>
            Go
          </button>
        </div>
      </form>
    </Modal>
  )
}
