import { type FormEvent, useState } from 'react'
import { Done } from '../../components/done.tsx'
import { Fault } from '../../components/fault.tsx'
import { Field } from '../../components/field.tsx'
import { authApi } from '../../lib/auth-api.ts'
import { PASSWORD_CHARS } from '../../lib/auth-words.ts'
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
      <Field
        label="Present password"
        type="password"
        autoComplete="current-password"
        required
        value={current}
        onChange={(event) => setCurrent(event.target.value)}
      />
      <Field
        label="New password"
        type="password"
        autoComplete="new-password"
        required
        minLength={PASSWORD_CHARS.least}
        maxLength={PASSWORD_CHARS.most}
        hint={`At least ${PASSWORD_CHARS.least} characters.`}
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
