import { type ReactNode, Suspense } from 'react'
import { ErrorBoundary } from './error-boundary.tsx'
import { Modal } from './modal.tsx'

interface LazyDialogProps {
  onClose: () => void
  children: ReactNode
}

/** A dialog whose code is fetched when it is opened. Where that cannot be, as after an update, it says so and the page goes on. */
export function LazyDialog({ onClose, children }: LazyDialogProps) {
  const missing = (
    <Modal label="Not there" className="dialog" onClose={onClose}>
      <p>This part of the page could not be fetched.</p>
      <div className="mt-4 flex justify-end gap-2">
        <button type="button" className="plain-button" onClick={onClose}>
          Close
        </button>
        <button type="button" className="accent-button mt-0 py-1.5 text-sm" onClick={() => location.reload()}>
          Reload
        </button>
      </div>
    </Modal>
  )
  return (
    <ErrorBoundary fallback={missing}>
      <Suspense>{children}</Suspense>
    </ErrorBoundary>
  )
}
