import type { Stage } from '../stage/open-stage.ts'
import { until } from '../stage/until.ts'
import type { Figure, Verdict } from '../verdict.ts'
import type { Scene } from './run-servers.ts'
import type { Arrival } from './tab.ts'

/** Of a server that was killed. */
interface Interrupted {
  id: string
  /** Null where it left no row. */
  content: string | null
}

const SETTLED_WITHIN_MS = 15_000
const GIVES_UP_AFTER_MS = 40_000
const MOST_LOST_MS = 100

/**
 * kill -9 of each server while it writes answers, one after the other: the other one has to settle them, then a new one
 * takes the place of the dead.
 */
export async function killInTurn(scene: Scene): Promise<Verdict> {
  const settled: number[] = []
  const lost: number[] = []
  let interrupted = 0
  for (const place of scene.plan.kills) {
    const { id } = scene.stage.servers.at(place)
    await until('an answer of the server to kill', GIVES_UP_AFTER_MS, () => isWriting(scene.stage, id))
    await scene.stage.servers.kill(place)
    const killedAt = performance.now()
    await until(
      'the end of its answers',
      GIVES_UP_AFTER_MS,
      async () => (await running(scene.stage, id)) === 0,
    )
    settled.push(performance.now() - killedAt)
    const rows = await interruptedBy(scene.stage, id)
    interrupted += rows.length
    lost.push(
      ...rows.map((row) =>
        lostMs(
          row,
          scene.tabs.flatMap(({ arrivals }) => arrivals),
        ),
      ),
    )
    await scene.stage.servers.start(place)
  }
  return {
    violations: [],
    counts: { kills: settled.length, 'answers interrupted': interrupted },
    figures: [
      worst('answers of a killed server ended after', settled, SETTLED_WITHIN_MS),
      worst('text shown and not settled', lost, MOST_LOST_MS),
    ],
  }
}

function worst(name: string, values: readonly number[], limit: number): Figure {
  return { name, value: Math.max(...values, 0), unit: 'ms', limit }
}

/** It writes text, which tabs have seen. */
async function isWriting({ sql }: Stage, server: string): Promise<boolean> {
  const [row] = await sql`
    select 1 from stream_checkpoints c join message_streams s on s.id = c.stream_id
    where s.server_id = ${server} and s.status = 'open' and c.start_unit > 0`
  return row !== undefined
}

async function running({ sql }: Stage, server: string): Promise<number> {
  const rows = await sql`select 1 from message_streams where server_id = ${server} and ended_at is null`
  return rows.length
}

async function interruptedBy({ sql }: Stage, server: string): Promise<Interrupted[]> {
  return await sql<Interrupted[]>`
    select s.id, m.content from message_streams s left join messages m on m.id = s.id
    where s.server_id = ${server} and s.status = 'interrupted'`
}

/** How old the text was, when the last of it came to a tab, that did not come into the row. */
function lostMs({ id, content }: Interrupted, arrivals: readonly Arrival[]): number {
  const lost = arrivals.filter(({ streamId, end }) => streamId === id && end > (content?.length ?? 0))
  if (lost.length === 0) return 0
  const times = lost.map(({ at }) => at)
  return Math.max(...times) - Math.min(...times)
}
