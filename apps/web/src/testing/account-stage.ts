import type { SignInOptions } from '@duck/protocol'
import { Account, type AccountOptions } from '../lib/account.ts'
import type { Person } from '../lib/person.ts'

export const GUEST: Person = { id: 'guest-1', isGuest: true }
export const ANN: Person = { id: 'ann', isGuest: false }

/** A server with one browser, and what that browser's other tabs were told. For tests, over a localStorage of theirs. */
export function accountStage(mode: SignInOptions['mode'] = 'local') {
  const server = { person: null as Person | null, guests: 0, away: 0, deaf: false }
  const told: (string | null)[] = []
  let hear = (_userId: string | null) => {}
  const given: AccountOptions = {
    api: {
      person: async () => {
        if (server.away-- > 0) throw new TypeError('Failed to fetch')
        return server.person
      },
      asGuest: async () => {
        server.guests++
        server.person = { id: `guest-${server.guests}`, isGuest: true }
      },
      signOut: async () => {
        if (server.deaf) throw new TypeError('Failed to fetch')
        server.person = null
      },
    },
    options: async () => ({ mode, guests: mode === 'local', oidc: null }),
    channel: {
      tell: (userId) => void told.push(userId),
      onTold: (listener) => {
        hear = listener
      },
    },
    exclusive: (_name, work) => work(),
    pause: () => new Promise((resolve) => setImmediate(resolve)),
  }
  return {
    server,
    told,
    open: (other: Partial<AccountOptions> = {}) => new Account({ ...given, ...other }),
    hear: (userId: string | null) => hear(userId),
  }
}
