import { timeWords } from '../../lib/time-words.ts'
import { trpc } from '../../lib/trpc.ts'
import { PasswordLink } from './password-link.tsx'
import { Rows } from './rows.tsx'
import { Section } from './section.tsx'

/** For operators: everybody who has an account here. */
export function People() {
  const query = trpc.user.list.useInfiniteQuery(
    {},
    { getNextPageParam: (page) => page.nextCursor ?? undefined },
  )
  const people = query.data?.pages.flatMap(({ users }) => users)
  return (
    <Section
      title="People"
      words="Who lost their password can set a new one with a one-time link, which you hand over yourself."
    >
      <Rows query={query} none="There is nobody yet.">
        {people?.map(({ id, name, email, isGuest, createdAt }) => (
          <li key={id} className="flex-wrap" data-user={id}>
            <span className="min-w-0 flex-1">
              <b>{isGuest ? 'Guest' : name}</b>
              <small>{[email, `since ${timeWords(createdAt)}`].filter(Boolean).join(' · ')}</small>
            </span>
            {!isGuest && <PasswordLink userId={id} name={name} />}
          </li>
        ))}
      </Rows>
      {query.hasNextPage && (
        <button
          type="button"
          className="text-button mt-2"
          disabled={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {query.isFetchingNextPage ? 'Loading…' : 'More'}
        </button>
      )}
    </Section>
  )
}
