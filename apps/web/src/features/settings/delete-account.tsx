import { type FormEvent, useState } from 'react'
import { Fault } from '../../components/fault.tsx'
import { Field } from '../../components/field.tsx'
import { Modal } from '../../components/modal.tsx'
import { PasswordField } from '../../components/password-field.tsx'
import { authApi } from '../../lib/auth-api.ts'
import { useServices } from '../../lib/services.ts'
import { useTask } from '../../lib/use-task.ts'
import { Section, type SectionProps } from './section.tsx'

const WORD = 'delete'

/** The end of an account and of all that belongs to it. */
export function DeleteAccount({ me }: Pick<SectionProps, 'me'>) {
  const [asking, setAsking] = useState(false)
  return (
    <Section
      title={me.isGuest ? 'Delete everything' : 'Delete my account'}
      words="All your chats with every message, your API keys and sign-ins are deleted, on every device and for good."
    >
      <button type="button" className="alarm-button" onClick={() => setAsking(true)}>
        {me.isGuest ? 'Delete everything…' : 'Delete my account…'}
      </button>
      {asking && <ConfirmDeletion me={me} onClose={() => setAsking(false)} />}
    </Section>
  )
}

function ConfirmDeletion({ me, onClose }: Pick<SectionProps, 'me'> & { onClose: () => void }) {
  const { account } = useServices()
  const { busy, fault, run } = useTask()
  const [word, setWord] = useState('')
  const [password, setPassword] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    run(() => account.leave(() => authApi.deleteUser(password === '' ? null : password), false))
  }
  return (
    <Modal label="Delete my account?" className="dialog" onClose={onClose}>
      <h2 className="font-serif text-xl">{me.isGuest ? 'Delete everything?' : 'Delete your account?'}</h2>
      <p className="mt-2 mb-4 text-muted">
        Every chat and message of {me.email ?? 'this guest'} is erased, text that was not sent too. Nobody can
        bring it back.
      </p>
      <form onSubmit={submit} className="flex flex-col gap-3.5">
        {!me.isGuest && (
          <PasswordField
            label="Password"
            required={false}
            hint="Empty if you sign in with another provider."
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
        <Field
          label={`Type “${WORD}” to confirm`}
          autoComplete="off"
          autoCapitalize="none"
          value={word}
          onChange={(event) => setWord(event.target.value)}
        />
        <Fault>{fault}</Fault>
        <div className="flex justify-end gap-2">
          <button type="button" className="plain-button" onClick={onClose}>
            Keep
          </button>
          <button
            type="submit"
            className="alarm-button"
            disabled={busy || word.trim().toLowerCase() !== WORD}
          >
            Delete for good
          </button>
        </div>
      </form>
    </Modal>
  )
}
