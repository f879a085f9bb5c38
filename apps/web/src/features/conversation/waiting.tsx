import type { ReactNode } from 'react'

/** Something is on its way. */
export function Waiting({ children }: { children: ReactNode }) {
  return (
    <p className="waiting" role="status">
      {children}
      <span className="ripples" aria-hidden>
        <i />
        <i />
        <i />
      </span>
    </p>
  )
}
