import type { Me } from '@duck/protocol'
import { useEffect, useState } from 'react'
import { Fault } from '../../components/fault.tsx'
import { openAccountChannel } from '../../lib/account-channel.ts'
import { authApi } from '../../lib/auth-api.ts'
import { becoming } from '../../lib/becoming.ts'
import { createPublicClient } from '../../lib/client.ts'
import { keepLastPerson } from '../../lib/person.ts'
import { useTask } from '../../lib/use-task.ts'
import { Door, ToChats } from './door.tsx'

/** `/link#<token>`: signs this browser in as the one who made the link, after a click. */
export function LinkPage({ token }: { token: string }) {
  const before = useWhoHasChatsHere()
  const { busy, fault, run } = useTask()
  if (token === '')
    return (
      <Door title="This link is not whole">
        <p className="text-muted">Open it again from where you got it, or make a new one in the settings.</p>
        <ToChats>To my chats</ToChats>
      </Door>
    )
  return (
    <Door title="Sign in on this browser?">
      <p className="text-balance text-muted">
        It is then signed in as the person who made this link, with all their chats.
      </p>
      {before && <p className="unsent-note mb-0 text-left">{wordsOf(before)}</p>}
      <Fault>{fault}</Fault>
      <button type="button" className="accent-button" disabled={busy} onClick={() => run(() => open(token))}>
        Sign in on this browser
      </button>
      <ToChats>Not now</ToChats>
    </Door>
  )
}

async function open(token: string): Promise<void> {
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

/** Who is signed in in this browser and would leave chats behind. */
function useWhoHasChatsHere(): Me | null {
  const [me, setMe] = useState<Me | null>(null)
  useEffect(() => {
    const look = async () => {
      if (!(await authApi.person())) return
      const server = createPublicClient()
      const [who, { sessions }] = await Promise.all([
        server.user.me.query(),
        server.session.list.query({ limit: 1 }),
      ])
      if (sessions.length > 0) setMe(who)
    }
    // Without an answer there is nothing to say; the button says what is wrong.
    look().catch(() => undefined)
  }, [])
  return me
}

function wordsOf({ isGuest, name, email }: Me): string {
  return isGuest
    ? 'This browser has chats of a guest. They do not come along, and nobody can open them afterwards: create an account first if you want to keep them.'
    : `This browser is signed in as ${name} (${email}). Those chats stay in that account: sign in to it again to get to them.`
}
