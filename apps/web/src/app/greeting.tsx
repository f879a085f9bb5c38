import { lazy, Suspense, useState } from 'react'
import { useServices } from '../lib/services.ts'
import { useStore } from '../lib/store.ts'
import { loadSignInDialog } from './load-dialogs.ts'

const SignInDialog = lazy(loadSignInDialog)

/** The sign-in over a guest's page, for those who come to sign in: as after setting a new password. */
export function Greeting() {
  const [open, setOpen] = useState(true)
  const state = useStore(useServices().account.state)
  if (!open || state.phase !== 'in' || !state.person.isGuest) return null
  return (
    <Suspense>
      <SignInDialog first="sign-in" onClose={() => setOpen(false)} />
    </Suspense>
  )
}
