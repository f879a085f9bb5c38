import { Link } from 'wouter'
import { SwimmingDuck } from '../components/swimming-duck.tsx'

export function MissingChat() {
  return (
    <div className="empty-page min-h-0 flex-1">
      <SwimmingDuck className="w-36" />
      <h2 className="font-serif text-2xl">This chat does not exist</h2>
      <p className="max-w-[44ch] text-muted">
        It may have been deleted, or the address was not copied whole.
      </p>
      <Link href="/" className="accent-button">
        New chat
      </Link>
    </div>
  )
}
