import { SwimmingDuck } from '../components/swimming-duck.tsx'

/** When the page itself fails. Everything acked is at the server; a reload shows it. */
export function Broken() {
  return (
    <main className="empty-page h-dvh">
      <SwimmingDuck className="w-40" />
      <h1 className="font-serif text-2xl">Something broke in this page</h1>
      <p className="text-muted">Your messages are safe at the server.</p>
      <button type="button" className="accent-button" onClick={() => location.reload()}>
        Reload
      </button>
    </main>
  )
}
