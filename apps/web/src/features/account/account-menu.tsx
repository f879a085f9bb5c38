import { ChevronsUpDown, LogIn, LogOut, Settings, UserPlus } from 'lucide-react'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { DuckHead } from '../../components/duck-head.tsx'
import { trpc } from '../../lib/trpc.ts'

export type AccountAct = 'settings' | 'sign-in' | 'sign-up' | 'sign-out'

const FRESH_MS = 60_000

/** Who is signed in, and what can be done about it. */
export function AccountMenu({ onAct }: { onAct: (act: AccountAct) => void }) {
  const { data: me } = trpc.user.me.useQuery(undefined, { staleTime: FRESH_MS })
  const [open, setOpen] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  useClosing(box, open, setOpen)
  const item = (act: AccountAct, icon: ReactNode, words: string) => (
    <button
      type="button"
      className="menu-item"
      onClick={() => {
        setOpen(false)
        // Where a dialog gives the focus back to.
        box.current?.querySelector('button')?.focus()
        onAct(act)
      }}
    >
      {icon}
      {words}
    </button>
  )
  const name = me ? (me.isGuest ? 'Guest' : me.name || me.email) : ' '
  return (
    <div ref={box} className="relative min-w-0 flex-1">
      <button
        type="button"
        className="account-button"
        aria-label={me ? `Account: ${name}` : 'Account'}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <span className="avatar" aria-hidden>
          {me && !me.isGuest ? initial(name) : <DuckHead className="size-5" />}
        </span>
        <span className="truncate">{name}</span>
        <ChevronsUpDown size={13} aria-hidden className="ml-auto shrink-0 text-faint" />
      </button>
      {open && me && (
        <section className="menu fade-in" aria-label="Account">
          <div className="px-3 pt-2 pb-2.5">
            <p className="truncate font-medium">{name}</p>
            <p className="text-xs text-muted wrap-anywhere">
              {me.isGuest ? 'Keep your chats: create an account.' : me.email}
            </p>
          </div>
          <hr className="border-line" />
          {me.isGuest && item('sign-up', <UserPlus size={15} aria-hidden />, 'Create account')}
          {me.isGuest && item('sign-in', <LogIn size={15} aria-hidden />, 'Sign in')}
          {item('settings', <Settings size={15} aria-hidden />, 'Settings')}
          {item('sign-out', <LogOut size={15} aria-hidden />, 'Sign out')}
        </section>
      )}
    </div>
  )
}

function initial(name: string | null): string {
  return Array.from(name?.trim() ?? '')[0]?.toUpperCase() ?? '?'
}

/** A click elsewhere, Escape and leaving with the keyboard close it. */
function useClosing(
  box: React.RefObject<HTMLDivElement | null>,
  open: boolean,
  setOpen: (open: boolean) => void,
): void {
  useEffect(() => {
    if (!open) return
    const elsewhere = (event: Event) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) setOpen(false)
    }
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      event.preventDefault()
      event.stopPropagation()
      setOpen(false)
      box.current?.querySelector('button')?.focus()
    }
    const element = box.current
    document.addEventListener('pointerdown', elsewhere)
    document.addEventListener('focusin', elsewhere)
    element?.addEventListener('keydown', onKey)
    return () => {
      document.removeEventListener('pointerdown', elsewhere)
      document.removeEventListener('focusin', elsewhere)
      element?.removeEventListener('keydown', onKey)
    }
  }, [box, open, setOpen])
}
