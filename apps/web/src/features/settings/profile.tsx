import { type FormEvent, useState } from 'react'
import { Done } from '../../components/done.tsx'
import { Fault } from '../../components/fault.tsx'
import { Field } from '../../components/field.tsx'
import { authApi } from '../../lib/auth-api.ts'
import { useServices } from '../../lib/services.ts'
import { useTask } from '../../lib/use-task.ts'
import { DeleteAccount } from './delete-account.tsx'
import { PasswordForm } from './password-form.tsx'
import { Section, type SectionProps } from './section.tsx'

/** Who this is. */
export function Profile({ me, onSignUp }: SectionProps) {
  return (
    <>
      {me.isGuest ? (
        <Section
          title="You are a guest"
          words="Only this browser knows you. With an account you get to your chats from every device, and they stay yours when this browser is gone."
        >
          <button type="button" className="accent-button" onClick={onSignUp}>
            Create an account
          </button>
        </Section>
      ) : (
        <>
          <Section title="Profile">
            <NameForm me={me} />
          </Section>
          <Section title="Password" words="Changing it signs you out on every other device.">
            <PasswordForm email={me.email ?? ''} />
          </Section>
        </>
      )}
      <DeleteAccount me={me} />
    </>
  )
}

function NameForm({ me }: Pick<SectionProps, 'me'>) {
  const { invalidate } = useServices()
  const { busy, done, fault, run } = useTask()
  const [name, setName] = useState(me.name)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    run(async () => {
      await authApi.changeName(name.trim())
      invalidate([{ kind: 'me' }])
    })
  }
  return (
    <form onSubmit={submit} className="flex flex-col gap-3.5">
      <Field label="E-mail" type="email" value={me.email ?? ''} readOnly />
      <Field
        label="Name"
        name="name"
        autoComplete="name"
        required
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Fault>{fault}</Fault>
      <div className="flex items-center gap-3">
        <button type="submit" className="plain-button" disabled={busy || name.trim() === me.name}>
          Save name
        </button>
        <Done>{done ? 'Saved.' : null}</Done>
      </div>
    </form>
  )
}
