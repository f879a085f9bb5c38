import { type MouseEvent, type ReactNode, useEffect, useRef } from 'react'

interface ModalProps {
  label: string
  className: string
  onClose: () => void
  children: ReactNode
}

/** The browser's own modal dialog: holds the focus, gives it back, closes on Escape and on a click beside it. */
export function Modal({ label, className, onClose, children }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => element?.close()
  }, [])
  const closeBeside = (event: MouseEvent) => {
    if (event.target === dialog.current) onClose()
  }
  return (
    <dialog
      ref={dialog}
      aria-label={label}
      className={className}
      onClick={closeBeside}
      onKeyDown={(event) => event.key === 'Escape' && event.stopPropagation()}
      onCancel={(event) => {
        event.preventDefault()
        onClose()
      }}
    >
      {children}
    </dialog>
  )
}
