import { lazy, Suspense, useState } from 'react'
import { ThemeButton } from '../components/theme-button.tsx'
import { type AccountAct, AccountMenu } from '../features/account/account-menu.tsx'
import { useSignOut } from '../features/account/use-sign-out.ts'
import { useServices } from '../lib/services.ts'
import { useStore } from '../lib/store.ts'
import { loadSettings, loadSignInDialog, loadSignOutDialog } from './load-dialogs.ts'

const Settings = lazy(loadSettings)
const SignInDialog = lazy(loadSignInDialog)
const SignOutDialog = lazy(loadSignOutDialog)

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
      <Suspense>
        {doing === 'settings' && <Settings onClose={close} onSignUp={() => setDoing('sign-up')} />}
        {(doing === 'sign-in' || doing === 'sign-up') && <SignInDialog first={doing} onClose={close} />}
        {doing === 'sign-out' && <SignOutDialog isGuest={isGuest} onClose={close} />}
      </Suspense>
    </div>
  )
}
