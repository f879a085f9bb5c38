import { Fault } from '../../components/fault.tsx'
import { refusalWords } from '../../lib/error-words.ts'
import { useServices } from '../../lib/services.ts'
import { timeWords } from '../../lib/time-words.ts'
import { trpc } from '../../lib/trpc.ts'
import { Rows } from './rows.tsx'

/** The keys there are, told apart by their last four characters. */
export function ApiKeyList() {
  const { invalidate } = useServices()
  const query = trpc.apiKey.list.useQuery()
  const { mutate, isPending, error } = trpc.apiKey.revoke.useMutation({
    onSettled: () => invalidate([{ kind: 'api-keys' }]),
  })
  return (
    <>
      <Fault>{error && refusalWords(error)}</Fault>
      <Rows query={query} none="There is no key yet.">
        {query.data?.apiKeys.map(({ id, name, lastFour, createdAt, lastUsedAt }) => (
          <li key={id} data-api-key={id}>
            <span className="min-w-0 flex-1">
              <b>
                {name} <code>…{lastFour}</code>
              </b>
              <small>
                made {timeWords(createdAt)} ·{' '}
                {lastUsedAt ? `last used ${timeWords(lastUsedAt)}` : 'never used'}
              </small>
            </span>
            <button
              type="button"
              className="text-button"
              disabled={isPending}
              onClick={() => mutate({ id })}
              aria-label={`Revoke ${name}`}
            >
              Revoke
            </button>
          </li>
        ))}
      </Rows>
    </>
  )
}
