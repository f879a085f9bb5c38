import { Fault } from '../../components/fault.tsx'
import { deviceWords } from '../../lib/device-words.ts'
import { refusalWords } from '../../lib/error-words.ts'
import { useServices } from '../../lib/services.ts'
import { timeWords } from '../../lib/time-words.ts'
import { trpc } from '../../lib/trpc.ts'
import { Rows } from './rows.tsx'
import { Section } from './section.tsx'

/** The browsers that are signed in. */
export function Devices() {
  const { invalidate } = useServices()
  const query = trpc.signIn.list.useQuery()
  const { mutate, isPending, error } = trpc.signIn.revoke.useMutation({
    onSettled: () => invalidate([{ kind: 'sign-ins' }]),
  })
  return (
    <Section
      title="Signed-in devices"
      words="Every browser and program that is signed in as you. One that you sign out stops within seconds."
    >
      <Fault>{error && refusalWords(error)}</Fault>
      <Rows query={query} none="No device is signed in.">
        {query.data?.signIns.map(({ id, current, userAgent, address, createdAt, updatedAt }) => (
          <li key={id} data-sign-in={id}>
            <span className="min-w-0 flex-1">
              <b>{deviceWords(userAgent)}</b>
              <small>
                {[address, `since ${timeWords(createdAt)}`, `last seen ${timeWords(updatedAt)}`]
                  .filter(Boolean)
                  .join(' · ')}
              </small>
            </span>
            {current ? (
              <span className="badge">This one</span>
            ) : (
              <button
                type="button"
                className="text-button"
                disabled={isPending}
                onClick={() => mutate({ id })}
                aria-label={`Sign out ${deviceWords(userAgent)}`}
              >
                Sign out
              </button>
            )}
          </li>
        ))}
      </Rows>
    </Section>
  )
}
