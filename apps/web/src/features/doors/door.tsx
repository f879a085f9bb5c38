import type { ReactNode } from 'react'
import { SwimmingDuck } from '../../components/swimming-duck.tsx'

/** A page of its own with one thing to do on it. */
export function Door({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="empty-page h-dvh overflow-y-auto bg-paper text-ink">
      <SwimmingDuck className="w-32 sm:w-40" />
      <h1 className="font-serif text-[1.7rem] leading-tight text-balance">{title}</h1>
      <div className="flex w-full max-w-[24rem] flex-col items-center gap-3">{children}</div>
    </main>
  )
}

/** The way from a door to the chats. It loads the page anew, with whoever is signed in by then. */
export function ToChats({ children }: { children: ReactNode }) {
  return (
    <a href="/" className="text-button">
      {children}
    </a>
  )
}
