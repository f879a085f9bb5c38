import { type FormEvent, useState } from 'react'
import { Fault } from '../../components/fault.tsx'
import { PasswordField } from '../../components/password-field.tsx'
import { authApi } from '../../lib/auth-api.ts'
import { useTask } from '../../lib/use-task.ts'
import { Door, ToChats } from './door.tsx'

/** `/reset#<token>`: a new password for whoever was given the link. */
export function ResetPage({ token }: { token: string }) {
  const [done, setDone] = useState(false)
  if (token === '')
    return (
      <Door title="This link is not whole">
        <p className="text-muted">Open it again from where you got it.</p>
        <ToChats>To my chats</ToChats>
      </Door>
    )
  if (done)
    return (
      <Door title="The password is set">
        <p className="text-muted" role="status">
          Sign in with your e-mail address and the new password.
        </p>
        <a href="/#sign-in" className="accent-button">
          To the sign-in
        </a>
      </Door>
    )
  return (
    <Door title="Set a new password">
      <p className="text-balance text-muted">
        Every device that is signed in with the old one is signed out.
      </p>
      <NewPassword token={token} onDone={() => setDone(true)} />
    </Door>
  )
}

function NewPassword({ token, onDone }: { token: string; onDone: () => void }) {
  const { busy, fault, run } = useTask()
  const [first, setFirst] = useState('')
  const [second, setSecond] = useState('')
  const differs = second !== '' && first !== second
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (first !== second) return
    run(() => authApi.resetPassword(token, first).then(onDone))
  }
  return (
    <form onSubmit={submit} className="mt-2 flex w-full flex-col gap-3.5 text-left">
      <PasswordField
        label="New password"
        isNew
        value={first}
        onChange={(event) => setFirst(event.target.value)}
      />
      <PasswordField
        label="Once more"
        isNew
        hint={null}
        value={second}
        onChange={(event) => setSecond(event.target.value)}
      />
      <Fault>{differs ? 'The two are not the same.' : fault}</Fault>
      <button type="submit" className="accent-button w-full" disabled={busy || differs}>
        Set password
      </button>
    </form>
  )
}
