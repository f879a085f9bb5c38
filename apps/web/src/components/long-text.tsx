import { endsOnHighSurrogate, LIMITS } from '@duck/protocol'

interface LongTextProps {
  text: string
  /** Above so many characters only the beginning is shown; without, above what any message may be. */
  most?: number
}

const BEGINNING_UNITS = 20_000

/** A text as it is. One that would stop the page, or push all else out of view: its beginning, and how much more there is. */
export function LongText({ text, most = LIMITS.contentBytes }: LongTextProps) {
  if (text.length <= most) return text
  const cut = text.slice(0, Math.min(most, BEGINNING_UNITS))
  const beginning = endsOnHighSurrogate(cut) ? cut.slice(0, -1) : cut
  const rest = text.length - beginning.length
  return (
    <>
      {beginning}
      <span className="text-muted"> … {rest.toLocaleString()} more characters are too many to be shown.</span>
    </>
  )
}
