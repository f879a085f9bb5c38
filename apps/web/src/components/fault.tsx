import { CircleAlert } from 'lucide-react'

/** Why something did not work, said aloud. The place is kept free of a frame until there is something to say. */
export function Fault({ children }: { children: string | null }) {
  return (
    <div role="alert" className="empty:hidden">
      {children !== null && (
        <p className="fault fade-in">
          <CircleAlert size={15} aria-hidden className="mt-0.5 shrink-0" />
          {children}
        </p>
      )}
    </div>
  )
}
