import { backoffMs } from '@duck/protocol'
import { Account } from '../lib/account.ts'
import { openAccountChannel } from '../lib/account-channel.ts'
import { authApi } from '../lib/auth-api.ts'
import { createPublicClient } from '../lib/client.ts'
import { exclusive } from '../lib/exclusive.ts'
import { pause } from '../lib/pause.ts'

const LONGEST_PAUSE_MS = 3_000

/** The page's account, which does not ask yet who is signed in. */
export function createAccount(): Account {
  const server = createPublicClient()
  return new Account({
    api: authApi,
    options: () => server.user.options.query(),
    channel: openAccountChannel(),
    exclusive,
    pause: (_error, attempt) => pause(Math.min(LONGEST_PAUSE_MS, backoffMs(attempt))),
  })
}
