import { type FormEvent, useState } from 'react'
import { Fault } from '../../components/fault.tsx'
import { Field } from '../../components/field.tsx'
import { PasswordField } from '../../components/password-field.tsx'
import { authApi } from '../../lib/auth-api.ts'
import { useServices } from '../../lib/services.ts'
import { useTask } from '../../lib/use-task.ts'

export type FormKind = 'sign-in' | 'sign-up'

interface AccountFormProps {
  kind: FormKind
  onDone: () => void
}

/** E-mail address and password, for an account that is there or a new one. */
export function AccountForm({ kind, onDone }: AccountFormProps) {
  const { account } = useServices()
  const { busy, fault, run } = useTask()
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const isNew = kind === 'sign-up'
  const submit = (event: FormEvent) => {
    event.preventDefault()
    run(async () => {
      await account.become(() =>
        isNew ? authApi.signUp(name.trim(), email.trim(), password) : authApi.signIn(email.trim(), password),
      )
      onDone()
    })
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-3.5">
      {isNew && (
        <Field
          label="Name"
          first
          name="name"
          autoComplete="name"
          required
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      )}
      <Field
        label="E-mail"
        first={!isNew}
        type="email"
        name="email"
        autoComplete="email"
        autoCapitalize="none"
        spellCheck={false}
        required
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <PasswordField
        label="Password"
        name="password"
        isNew={isNew}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <Fault>{fault}</Fault>
      <button type="submit" className="accent-button w-full" disabled={busy}>
        {isNew ? 'Create account' : 'Sign in'}
      </button>
    </form>
  )
}
