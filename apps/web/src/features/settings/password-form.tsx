import { type FormEvent, useState } from 'react'
import { Done } from '../../components/done.tsx'
import { Fault } from '../../components/fault.tsx'
import { PasswordField } from '../../components/password-field.tsx'
import { authApi } from '../../lib/auth-api.ts'
import { useServices } from '../../lib/services.ts'
import { useTask } from '../../lib/use-task.ts'

/** A new password, shown to be the person's by the present one. */
export function PasswordForm({ email }: { email: string }) {
  const { invalidate } = useServices()
  const { busy, done, fault, run } = useTask()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    run(async () => {
      await authApi.changePassword(current, next)
      setCurrent('')
      setNext('')
      invalidate([{ kind: 'sign-ins' }])
    })
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-3.5">
      {/* For password managers: whose password it is. */}
      <input type="email" name="email" autoComplete="username" value={email} readOnly hidden />
      <PasswordField
        label="Present password"
        value={current}
        onChange={(event) => setCurrent(event.target.value)}
      />
      <PasswordField
        label="New password"
        isNew
        value={next}
        onChange={(event) => setNext(event.target.value)}
      />
      <Fault>{fault}</Fault>
      <div className="flex items-center gap-3">
        <button type="submit" className="plain-button" disabled={busy}>
          Change password
        </button>
        <Done>{done ? 'The password is changed.' : null}</Done>
      </div>
    </form>
  )
}
