import { Check } from 'lucide-react'

/** That something worked, said aloud, beside the button that did it. Without words its place is empty. */
export function Done({ children }: { children: string | null }) {
  return (
    <span role="status" className="inline-flex items-center gap-1.5 text-sm text-accent">
      {children !== null && (
        <>
          <Check size={15} aria-hidden />
          {children}
        </>
      )}
    </span>
  )
}
