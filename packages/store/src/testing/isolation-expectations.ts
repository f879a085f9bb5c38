import { uuidv7 } from '@duck/protocol'
import type { RawAppend } from './transaction-actor.ts'

/** Two appends that may meet. */
export interface Meeting {
  what: string
  appends(sessionIds: readonly [string, string]): [RawAppend, RawAppend]
  /** What the later append comes to when the earlier one was committed; after a rollback it is new. */
  afterCommit: 'new' | 'replay' | 'conflict'
  /** The later append waits while the earlier one's transaction is open. */
  waits: boolean
}

const quack = (sessionId: string, id = uuidv7(), content = 'Quack'): RawAppend => ({ sessionId, id, content })

export const MEETINGS: readonly Meeting[] = [
  {
    what: 'two messages in one session',
    appends: ([here]) => [quack(here), quack(here)],
    afterCommit: 'new',
    waits: true,
  },
  {
    what: 'two messages in two sessions',
    appends: ([here, there]) => [quack(here), quack(there)],
    afterCommit: 'new',
    waits: false,
  },
  {
    what: 'one message twice',
    appends: ([here]) => twins(here, here),
    afterCommit: 'replay',
    waits: true,
  },
  {
    what: 'one id with two texts',
    appends: ([here]) => twins(here, here, 'Moo'),
    afterCommit: 'conflict',
    waits: true,
  },
  {
    what: 'one id in two sessions',
    appends: ([here, there]) => twins(here, there),
    afterCommit: 'conflict',
    waits: true,
  },
]

function twins(here: string, there: string, content = 'Quack'): [RawAppend, RawAppend] {
  const first = quack(here)
  return [first, quack(there, first.id, content)]
}

/** Defaults of the database: the role that serves has its own, READ COMMITTED, so nothing may differ. */
export const LEVELS = ['read committed', 'repeatable read', 'serializable'] as const

/** How a taken id shows inside a transaction: found, or met in the index while the other was under way. */
export const TAKEN_ID: readonly string[] = ['QK409', '23505']
