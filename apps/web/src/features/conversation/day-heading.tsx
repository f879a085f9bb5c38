import { dayWords } from './day-words.ts'

/** Where a day begins. It stays in view at the top as long as that day is read. */
export function DayHeading({ time }: { time: string }) {
  return (
    <div className="day-heading">
      <time dateTime={time}>{dayWords(new Date(time))}</time>
    </div>
  )
}
