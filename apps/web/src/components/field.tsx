import type { InputHTMLAttributes, ReactNode } from 'react'
import { useId } from 'react'

export interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  label: string
  hint?: ReactNode
  /** A dialog begins here. */
  first?: boolean
}

/** One line to fill in, under its name. */
export function Field({ label, hint, first, ...input }: FieldProps) {
  const id = useId()
  const hintId = hint ? `${id}-hint` : undefined
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input id={id} aria-describedby={hintId} data-first={first || undefined} {...input} />
      {hint && (
        <p id={hintId} className="text-xs text-faint">
          {hint}
        </p>
      )}
    </div>
  )
}
