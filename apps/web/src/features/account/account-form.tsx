import { type FormEvent, useState } from 'react'
import { Fault } from '../../components/fault.tsx'
import { Field } from '../../components/field.tsx'
import { authApi } from '../../lib/auth-api.ts'
import { PASSWORD_CHARS } from '../../lib/auth-words.ts'
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
      <Field
        label="Password"
        type="password"
        name="password"
        autoComplete={isNew ? 'new-password' : 'current-password'}
        required
        minLength={isNew ? PASSWORD_CHARS.least : undefined}
        maxLength={PASSWORD_CHARS.most}
        hint={isNew ? `At least ${PASSWORD_CHARS.least} characters.` : undefined}
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
