import { Fault } from '../../components/fault.tsx'
import { SecretLine } from '../../components/secret-line.tsx'
import { refusalWords } from '../../lib/error-words.ts'
import { timeWords } from '../../lib/time-words.ts'
import { trpc } from '../../lib/trpc.ts'
import { Section } from './section.tsx'

/** A link with which another browser becomes this user's. */
export function OtherDevice() {
  const link = trpc.user.link.useMutation({ retry: false, gcTime: 0 })
  return (
    <Section
      title="Open on another device"
      words="Open this link in the other browser or on your phone, and it is signed in as you. It works once. Give it to nobody else."
    >
      {link.data ? (
        <div className="fade-in">
          <SecretLine label="One-time link" text={link.data.url} />
          <p className="mt-2 text-sm text-muted">Expires {timeWords(link.data.expiresAt)}.</p>
        </div>
      ) : null}
      <Fault>{link.isError ? refusalWords(link.error) : null}</Fault>
      <button
        type="button"
        className="plain-button mt-3"
        disabled={link.isPending}
        onClick={() => link.mutate()}
      >
        {link.data ? 'Make another link' : 'Make a link'}
      </button>
    </Section>
  )
}
