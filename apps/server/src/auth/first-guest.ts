import type { RunningChat } from '@duck/chat'
import { type AuthDb, claimOperator, getPerson } from '@duck/store'

interface Place {
  db: AuthDb
  chat: Pick<RunningChat, 'depart'>
  mode: 'local' | 'accounts'
}

/** Whose everything was before there were accounts. */
const EVERYBODY = 'local'

/** Where nobody signs up, the first guest runs the place, and gets what was written before there were guests. */
export async function firstGuest({ db, chat, mode }: Place, user: { id: string }): Promise<void> {
  if (mode !== 'local' || !(await claimOperator(db, user.id))) return
  if (!(await getPerson(db, EVERYBODY))) await chat.depart(EVERYBODY, user.id)
}
