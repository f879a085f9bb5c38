import { LIMITS } from '@duck/protocol'
import { useRef } from 'react'

interface RenameFieldProps {
  title: string
  /** The new title, or null when nothing shall change. */
  onDone: (title: string | null) => void
}

/** Enter and leaving the field keep the name, Escape does not. */
export function RenameField({ title, onDone }: RenameFieldProps) {
  const done = useRef(false)
  const finish = (next: string | null) => {
    if (done.current) return
    done.current = true
    const name = next?.trim() ?? ''
    onDone(name === '' || name === title ? null : name)
  }
  return (
    <input
      className="rename-field"
      aria-label="Title"
      defaultValue={title}
      maxLength={LIMITS.titleChars}
      ref={(field) => field?.select()}
      onBlur={(event) => finish(event.target.value)}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return
        if (event.key === 'Enter') finish(event.currentTarget.value)
        if (event.key !== 'Escape') return
        // Escape elsewhere stops the running answer.
        event.stopPropagation()
        event.preventDefault()
        finish(null)
      }}
    />
  )
}
