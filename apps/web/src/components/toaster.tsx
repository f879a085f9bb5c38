import { useEffect } from 'react'
import { useServices } from '../lib/services.ts'
import { useStore } from '../lib/store.ts'

const SHOWN_MS = 6_000

/** What went wrong with something that has no place of its own to say so. */
export function Toaster() {
  const { toast } = useServices()
  const shown = useStore(toast)
  useEffect(() => {
    if (!shown) return
    const timer = setTimeout(() => toast.set(null), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [shown, toast])
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-0 bottom-28 z-20 flex justify-center px-4"
    >
      {shown && (
        <p key={shown.id} className="fade-in rounded-xl bg-ink px-4 py-2.5 text-sm text-paper shadow-lg">
          {shown.text}
        </p>
      )}
    </div>
  )
}
