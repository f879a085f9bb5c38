import { useState } from 'react'
import { ErrorBoundary } from './error-boundary.tsx'
import { PlainText } from './plain-text.tsx'
import { AnswerIdentity, useLazyPart } from './rich-text/lazy-part.ts'
import { richTextPart } from './rich-text-part.tsx'

/** Fetches the renderer ahead of the first answer. */
export function preloadRichText(): void {
  richTextPart.want({})
}

/** An answer's text; plain until the renderer is there, and where it cannot be fetched or fails. */
export function AnswerText({ text, streaming }: { text: string; streaming: boolean }) {
  const [identity] = useState(() => ({}))
  return (
    <AnswerIdentity value={identity}>
      <div className="prose" data-streaming={streaming || undefined}>
        <Text text={text} streaming={streaming} />
      </div>
    </AnswerIdentity>
  )
}

function Text({ text, streaming }: { text: string; streaming: boolean }) {
  const show = useLazyPart(richTextPart)
  const plain = <PlainText text={text} />
  return show === null ? plain : <ErrorBoundary fallback={plain}>{show({ text, streaming })}</ErrorBoundary>
}
