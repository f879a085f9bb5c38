import type { Random } from '../../random/random.ts'
import type { Stage } from '../run/open-stage.ts'
import type { Plan } from '../run/plan.ts'
import type { Target } from '../target/target.ts'
import type { StrikeName } from './names.ts'
import { runStatement } from './run-statement.ts'

export interface Scene {
  stage: Stage
  target: Target
  plan: Plan
}

type Strike = (scene: Scene, random: Random) => Promise<void>

const SHORTEST_HOLD_MS = 1_500
const LONGEST_HOLD_MS = 3_000

const END_CONNECTIONS = `
  select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid() and pid % 2 = $1`
const HOLD_ROW = 'select 1 from chat_sessions where id = $1 for update'
const HOLD_LOCK = 'select pg_advisory_xact_lock(session_lock_key($1))'

/** Each rejects when it could not happen, for example because Postgres was away. */
export const STRIKE: Record<StrikeName, Strike> = {
  'kill-process': ({ target }, random) => target.kill(random.between(0, target.processes - 1)),
  'kill-postgres': ({ stage }) => stage.killPostgres(),
  'end-connections': ({ stage }, random) =>
    runStatement({
      url: stage.adminUrl,
      statement: END_CONNECTIONS,
      parameters: [random.between(0, 1)],
      ms: 0,
    }),
  'hold-row': (scene, random) => hold(scene, random, HOLD_ROW),
  'hold-lock': (scene, random) => hold(scene, random, HOLD_LOCK),
}

function hold({ stage, plan }: Scene, random: Random, statement: string): Promise<void> {
  const ms = random.between(SHORTEST_HOLD_MS, LONGEST_HOLD_MS)
  const { sessionId } = random.pick(plan.hot)
  return runStatement({ url: stage.adminUrl, statement, parameters: [sessionId], ms })
}
