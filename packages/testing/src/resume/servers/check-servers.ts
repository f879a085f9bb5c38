import { differenceOf } from '../cuts/strict-text.ts'
import { until } from '../stage/until.ts'
import type { Verdict } from '../verdict.ts'
import type { Scene } from './run-servers.ts'
import type { Tab } from './tab.ts'

interface Row {
  id: string
  sessionId: string
  messageIndex: number
  content: string
  finishReason: string | null
}

const CONVERGED_WITHIN_MS = 20_000

/** When all writers are done: every tab shows what the database holds, which holds all that was acked, once. */
export async function checkServers(scene: Scene): Promise<Verdict> {
  const rows = await readRows(scene)
  const startedAt = performance.now()
  const differing = () => scene.tabs.flatMap((tab, place) => tabFaults(tab, `tab ${place}`, rows))
  const late = await until('the same in all tabs', CONVERGED_WITHIN_MS, () => differing().length === 0).then(
    () => [],
    () => differing(),
  )
  return {
    violations: [
      ...(await stillRunning(scene)),
      ...rowFaults(scene, rows),
      ...late,
      ...scene.tabs.flatMap((tab) => tab.faults()),
    ],
    counts: {
      rows: rows.length,
      'tab connections': scene.tabs.reduce((sum, { connections }) => sum + connections, 0),
      'ready in spite of an id': scene.tabs.reduce((sum, { readies }) => sum + readies, 0),
    },
    figures: [
      {
        name: 'every tab equals the database after',
        value: performance.now() - startedAt,
        unit: 'ms',
        limit: CONVERGED_WITHIN_MS,
      },
    ],
  }
}

async function readRows({ stage, sessionIds }: Scene): Promise<Row[]> {
  return await stage.sql<Row[]>`
    select id, session_id as "sessionId", message_index as "messageIndex", content, finish_reason as "finishReason"
    from messages where session_id = any (${[...sessionIds]}) order by session_id, message_index`
}

async function stillRunning({ stage, sessionIds }: Scene): Promise<string[]> {
  const rows = await stage.sql<{ id: string }[]>`
    select id from message_streams where session_id = any (${[...sessionIds]}) and ended_at is null`
  return rows.map(({ id }) => `${id} still runs in the database`)
}

/** What the database does not hold as it was acked, and answers that are not what the model said. */
function rowFaults({ sent, sessionIds }: Scene, rows: readonly Row[]): string[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  const lost = sent.filter(
    ({ messageId, messageIndex }) => byId.get(messageId)?.messageIndex !== messageIndex,
  )
  const gaps = sessionIds.filter((id) =>
    rows
      .filter(({ sessionId }) => sessionId === id)
      .some(({ messageIndex }, place) => messageIndex !== place),
  )
  const wrong = sent.flatMap(({ streamId, content }) => {
    const row = byId.get(streamId)
    if (!row) return []
    const whole = row.finishReason === 'completed'
    const difference = differenceOf(row.content, whole ? content : content.slice(0, row.content.length))
    return difference === null ? [] : [`the row of ${streamId} is not what the model said: ${difference}`]
  })
  return [
    ...lost.map(({ messageId }) => `message ${messageId} was acked and is not where it was`),
    ...gaps.map((id) => `session ${id} has a gap`),
    ...wrong,
  ]
}

function tabFaults(tab: Tab, name: string, rows: readonly Row[]): string[] {
  const lists = [...tab.lists].flatMap(([sessionId, { ids }]) => {
    const expected = rows.filter((row) => row.sessionId === sessionId).map(({ id }) => id)
    const same = ids.length === expected.length && ids.every((id, place) => id === expected[place])
    return same ? [] : [`${name} shows ${ids.length} of ${expected.length} rows of ${sessionId}, or others`]
  })
  return [...lists, ...[...tab.running].map((id) => `${name} shows ${id} as running`)]
}
