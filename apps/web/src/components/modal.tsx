import { type MouseEvent, type ReactNode, useEffect, useRef } from 'react'

interface ModalProps {
  label: string
  className: string
  /** Null: it stays until the page takes it away. */
  onClose: (() => void) | null
  children: ReactNode
}

/**
 * The browser's own modal dialog: holds the focus, gives it back, closes on Escape and on a click beside it. It begins at the
 * element marked `data-first`, else at the first.
 */
export function Modal({ label, className, onClose, children }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const element = dialog.current
    element?.showModal()
    element?.querySelector<HTMLElement>('[data-first]')?.focus()
    return () => element?.close()
  }, [])
  const closeBeside = (event: MouseEvent) => {
    if (event.target === dialog.current) onClose?.()
  }
  return (
    <dialog
      ref={dialog}
      aria-label={label}
      className={className}
      onClick={closeBeside}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        // A browser closes at the second Escape whatever `cancel` is answered.
        if (!onClose) event.preventDefault()
      }}
      onCancel={(event) => {
        if (event.target !== dialog.current) return
        event.preventDefault()
        onClose?.()
      }}
    >
      {children}
    </dialog>
  )
}
