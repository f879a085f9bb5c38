import { useEffect, useState } from 'react'
import { Fault } from '../../components/fault.tsx'
import { openAccountChannel } from '../../lib/account-channel.ts'
import { authApi } from '../../lib/auth-api.ts'
import { becoming } from '../../lib/becoming.ts'
import { keepLastPerson, type Person } from '../../lib/person.ts'
import { useTask } from '../../lib/use-task.ts'
import { Door, ToChats } from './door.tsx'

/** `/link#<token>`: signs this browser in as the one who made the link, after a click. */
export function LinkPage({ token }: { token: string }) {
  const [before, setBefore] = useState<Person | null>(null)
  const { busy, fault, run } = useTask()
  useEffect(() => {
    authApi.person().then(setBefore, () => undefined)
  }, [])
  if (token === '')
    return (
      <Door title="This link is not whole">
        <p className="text-muted">Open it again from where you got it, or make a new one in the settings.</p>
        <ToChats>To my chats</ToChats>
      </Door>
    )
  const open = async () => {
    // Whoever comes now is somebody else than a guest who is here.
    becoming.end()
    await authApi.openLink(token)
    const person = await authApi.person()
    if (person) {
      keepLastPerson(person)
      openAccountChannel().tell(person.id)
    }
    location.replace('/')
  }
  return (
    <Door title="Sign in on this browser?">
      <p className="text-balance text-muted">
        It is then signed in as the person who made this link, with all their chats.
      </p>
      {before && <p className="unsent-note text-left">{wordsOf(before)}</p>}
      <Fault>{fault}</Fault>
      <button type="button" className="accent-button" disabled={busy} onClick={() => run(open)}>
        Sign in on this browser
      </button>
      <ToChats>Not now</ToChats>
    </Door>
  )
}

function wordsOf({ isGuest }: Person): string {
  return isGuest
    ? 'This browser has chats of a guest. They do not come along, and nobody can open them afterwards: create an account first if you want to keep them.'
    : 'This browser is signed in to another account, or to this one. Its chats stay in that account: sign in to it again to get to them.'
}
