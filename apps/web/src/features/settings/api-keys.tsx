import { type FormEvent, useState } from 'react'
import { Fault } from '../../components/fault.tsx'
import { Field } from '../../components/field.tsx'
import { SecretLine } from '../../components/secret-line.tsx'
import { refusalWords } from '../../lib/error-words.ts'
import { useServices } from '../../lib/services.ts'
import { trpc } from '../../lib/trpc.ts'
import { ApiKeyList } from './api-key-list.tsx'
import { Section } from './section.tsx'

/** Keys with which programs act as this user. */
export function ApiKeys() {
  const { invalidate } = useServices()
  const [name, setName] = useState('')
  const create = trpc.apiKey.create.useMutation({
    // A second try would make a second key, which nobody sees.
    retry: false,
    // The key itself is in the page only as long as it is shown.
    gcTime: 0,
    onSuccess: () => setName(''),
    onSettled: () => invalidate([{ kind: 'api-keys' }]),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    create.mutate({ name: name.trim() })
  }
  return (
    <Section
      title="API keys"
      words={
        <>
          For programs that read and write your chats. Whoever has a key can do all that you can with them.
          How to use one is{' '}
          <a href="/api/docs" target="_blank" rel="noreferrer" className="text-link">
            described here
          </a>
          .
        </>
      }
    >
      {create.data && (
        <div className="key-shown fade-in" role="status">
          <p className="mb-2 text-sm">
            <b>Copy it now.</b> This is the only time the key is shown.
          </p>
          <SecretLine label={`Key ${create.data.apiKey.name}`} text={create.data.key} />
          <button type="button" className="text-button mt-2 -ml-2" onClick={() => create.reset()}>
            I have copied it
          </button>
        </div>
      )}
      <form onSubmit={submit} className="mb-5 flex flex-wrap items-end gap-2">
        <div className="min-w-44 flex-1">
          <Field
            label="Name of a new key"
            placeholder="My script"
            autoComplete="off"
            required
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </div>
        <button type="submit" className="plain-button h-10" disabled={create.isPending || name.trim() === ''}>
          Create key
        </button>
      </form>
      <Fault>{create.isError ? refusalWords(create.error) : null}</Fault>
      <ApiKeyList />
    </Section>
  )
}
