import { LIMITS } from '@duck/protocol'

const BEGINNING_UNITS = 20_000

/** A text as it is. One that no call could have made, longer than any message may be, would stop the page: its beginning. */
export function LongText({ text }: { text: string }) {
  if (text.length <= LIMITS.contentBytes) return text
  const rest = text.length - BEGINNING_UNITS
  return (
    <>
      {text.slice(0, BEGINNING_UNITS)}
      <span className="text-muted"> … {rest.toLocaleString()} more characters are too many to be shown.</span>
    </>
  )
}
