import { LongText } from './long-text.tsx'

/** Text as it was written, line breaks and all. */
export function PlainText({ text }: { text: string }) {
  return (
    <p className="whitespace-pre-wrap">
      <LongText text={text} />
    </p>
  )
}
