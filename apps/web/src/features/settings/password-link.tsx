import { Fault } from '../../components/fault.tsx'
import { SecretLine } from '../../components/secret-line.tsx'
import { refusalWords } from '../../lib/error-words.ts'
import { timeWords } from '../../lib/time-words.ts'
import { trpc } from '../../lib/trpc.ts'

/** A one-time link with which the person sets a new password. */
export function PasswordLink({ userId, name }: { userId: string; name: string }) {
  const link = trpc.user.resetLink.useMutation({ retry: false, gcTime: 0 })
  return (
    <>
      <button
        type="button"
        className="text-button"
        disabled={link.isPending}
        onClick={() => link.mutate({ userId })}
        aria-label={`One-time password link for ${name}`}
      >
        Password link
      </button>
      {link.data && (
        <div className="w-full">
          <SecretLine label={`Password link for ${name}`} text={link.data.url} />
          <p className="mt-1 text-xs text-muted">Works once. Expires {timeWords(link.data.expiresAt)}.</p>
        </div>
      )}
      <Fault>{link.isError ? refusalWords(link.error) : null}</Fault>
    </>
  )
}
