import { lazy, useState } from 'react'
import { LazyDialog } from '../../components/lazy-dialog.tsx'
import { dayWords } from './day-words.ts'

export const loadGoToDate = () => import('./go-to-date.tsx').then((module) => ({ default: module.GoToDate }))
const GoToDate = lazy(loadGoToDate)

interface DayHeadingProps {
  sessionId: string
  time: string
}

/** Where a day begins. It stays in view at the top as long as that day is read, and leads to other days. */
export function DayHeading({ sessionId, time }: DayHeadingProps) {
  const [choosing, setChoosing] = useState(false)
  const close = () => setChoosing(false)
  return (
    <div className="day-heading">
      <button type="button" title="Go to another day" onClick={() => setChoosing(true)}>
        <time dateTime={time}>{dayWords(new Date(time))}</time>
      </button>
      {choosing && (
        <LazyDialog onClose={close}>
          <GoToDate sessionId={sessionId} from={time} onClose={close} />
        </LazyDialog>
      )}
    </div>
  )
}
