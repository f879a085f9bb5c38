import { lazy, Suspense, useState } from 'react'
import { dayWords } from './day-words.ts'

const GoToDate = lazy(() => import('./go-to-date.tsx').then((module) => ({ default: module.GoToDate })))

interface DayHeadingProps {
  sessionId: string
  time: string
}

/** Where a day begins. It stays in view at the top as long as that day is read, and leads to other days. */
export function DayHeading({ sessionId, time }: DayHeadingProps) {
  const [choosing, setChoosing] = useState(false)
  return (
    <div className="day-heading">
      <button type="button" title="Go to another day" onClick={() => setChoosing(true)}>
        <time dateTime={time}>{dayWords(new Date(time))}</time>
      </button>
      {choosing && (
        <Suspense>
          <GoToDate sessionId={sessionId} from={time} onClose={() => setChoosing(false)} />
        </Suspense>
      )}
    </div>
  )
}
