import { must } from '@duck/protocol'
import { checkSession } from './check-session.ts'
import { checkDatabase, checkLog, checkRequests, checkSessionList } from './check-whole.ts'
import { type Check, checkEqual, joinChecks } from './checks.ts'
import type { SpokenTurn } from './expected-rows.ts'
import type { Stage } from './open-stage.ts'
import type { Outcome, Played } from './play-all.ts'
import type { Conversation } from './read-conversations.ts'

type Spoken = ReadonlyMap<Conversation, readonly SpokenTurn[]>

// So many sessions are read back at the same time.
const AT_ONCE = 4

/** Asks everything of what was played, and at last stops the server, which has to end in order. */
export async function checkAll(stage: Stage, spoken: Spoken, outcome: Outcome): Promise<Check[]> {
  const { played, failures } = outcome
  const toTheEnd = {
    name: 'conversations played to their end',
    compared: spoken.size,
    differences: failures,
  }
  const sessions = await checkSessions(stage, spoken, played)
  const whole = [
    await checkSessionList(stage, played),
    ...(await checkDatabase(stage, played)),
    checkRequests(stage.model.requests, spoken.values()),
  ]
  return joinChecks([toTheEnd, ...sessions, ...whole, ...(await checkEnd(stage))])
}

async function checkSessions(stage: Stage, spoken: Spoken, played: readonly Played[]): Promise<Check[]> {
  const checks: Check[] = []
  const waiting = played.values()
  const work = async () => {
    for (const one of waiting) {
      const turns = must(spoken.get(one.conversation), one.conversation.id)
      checks.push(...(await readBack(stage, one, turns)))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return checks
}

/** A session that cannot be read is a difference like any other. */
async function readBack(stage: Stage, played: Played, turns: readonly SpokenTurn[]): Promise<Check[]> {
  const readable = { name: 'conversations read back', compared: 1, differences: [] }
  try {
    return [readable, ...(await checkSession(stage, played, turns))]
  } catch (error) {
    const what = `not read back: ${error instanceof Error ? error.message : String(error)}`
    return [{ ...readable, differences: [{ session: played.conversation.id, index: null, what }] }]
  }
}

async function checkEnd({ app, client }: Stage): Promise<Check[]> {
  await client.close()
  const { code, signal } = await app.stop()
  return [checkLog(app.output()), checkEqual('servers that stopped in order', null, 0, code ?? signal)]
}
