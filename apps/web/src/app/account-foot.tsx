import { lazy, Suspense, useState } from 'react'
import { ThemeButton } from '../components/theme-button.tsx'
import { type AccountAct, AccountMenu } from '../features/account/account-menu.tsx'
import { SignInDialog } from '../features/account/sign-in-dialog.tsx'
import { SignOutDialog } from '../features/account/sign-out-dialog.tsx'
import { useSignOut } from '../features/account/use-sign-out.ts'
import { useServices } from '../lib/services.ts'
import { useStore } from '../lib/store.ts'

const Settings = lazy(() =>
  import('../features/settings/settings.tsx').then((module) => ({ default: module.Settings })),
)

/** The sidebar's foot: who is signed in, and how the page looks. */
export function AccountFoot() {
  const [doing, setDoing] = useState<AccountAct | null>(null)
  const state = useStore(useServices().account.state)
  const isGuest = state.person?.isGuest ?? true
  const signOut = useSignOut()
  const close = () => setDoing(null)
  const act = (next: AccountAct) => {
    if (next === 'sign-out' && signOut.withoutAsking()) return
    setDoing(next)
  }
  return (
    <div className="flex items-center gap-1 border-t border-line px-2 py-2">
      <AccountMenu onAct={act} />
      <ThemeButton />
      {doing === 'settings' && (
        <Suspense>
          <Settings onClose={close} onSignUp={() => setDoing('sign-up')} />
        </Suspense>
      )}
      {(doing === 'sign-in' || doing === 'sign-up') && <SignInDialog first={doing} onClose={close} />}
      {doing === 'sign-out' && <SignOutDialog isGuest={isGuest} onClose={close} />}
    </div>
  )
}
