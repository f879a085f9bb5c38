import { lazy, Suspense } from 'react'
import { ErrorBoundary } from './error-boundary.tsx'
import { PlainText } from './plain-text.tsx'

const load = () => import('./rich-text/rich-text.tsx')
const RichText = lazy(() => load().then((module) => ({ default: module.RichText })))

/** Fetches the renderer ahead of the first answer. */
export function preloadRichText(): void {
  load().catch(() => undefined)
}

/** An answer's text; plain until the renderer is there, and where the renderer fails. */
export function AnswerText({ text, streaming }: { text: string; streaming: boolean }) {
  const plain = <PlainText text={text} />
  return (
    <div className="prose" data-streaming={streaming || undefined}>
      <ErrorBoundary fallback={plain}>
        <Suspense fallback={plain}>
          <RichText text={text} streaming={streaming} />
        </Suspense>
      </ErrorBoundary>
    </div>
  )
}
