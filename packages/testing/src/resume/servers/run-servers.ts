import type { Message } from '@duck/protocol'
import type { TestClient } from '../../app/create-test-client.ts'
import { percentile } from '../../bench/median.ts'
import type { Random } from '../../random/random.ts'
import { callAnew } from '../stage/call-anew.ts'
import type { Stage } from '../stage/open-stage.ts'
import { until } from '../stage/until.ts'
import type { Figure, Verdict } from '../verdict.ts'
import { checkServers } from './check-servers.ts'
import { killInTurn } from './kill-in-turn.ts'
import { lagsOf, ownLagsOf } from './lag.ts'
import { Tab } from './tab.ts'
import { type Sent, writeMessages } from './writer.ts'

export interface ServersPlan {
  random: Random
  tabs: number
  sessions: number
  /** Of each session, before anything is killed, and at least as many while servers are. */
  messages: number
  /** Of each answer, and the time before each. */
  deltas: number
  paceMs: number
  /** The servers to kill, one after the other. */
  kills: readonly number[]
}

const LAG_P95_MS = 300
const SHOWN_WITHIN_MS = 10_000

export interface Scene {
  stage: Stage
  plan: ServersPlan
  rpc: TestClient['rpc']
  tabs: readonly Tab[]
  sessionIds: readonly string[]
  /** Every message that was acked. */
  sent: Sent[]
}

/**
 * Tabs and writers at two servers behind one address: how long text takes to the tabs of the other server, and, while
 * one server and then the other is killed, that every tab comes to show exactly what the database holds.
 */
export async function runServers(stage: Stage, plan: ServersPlan): Promise<Verdict> {
  const rpc = callAnew(stage.proxy.url)
  const sessionIds = Array.from({ length: plan.sessions }, () => plan.random.uuid())
  for (const id of sessionIds) await rpc.session.create.mutate({ id })
  using tabs = openTabs(stage, { rpc, sessionIds, tabs: plan.tabs })
  await until('a ready in every tab', SHOWN_WITHIN_MS, async () => {
    await Promise.all(tabs.all.map(({ shown }) => shown))
    return true
  })
  const scene: Scene = { stage, plan, rpc, tabs: tabs.all, sessionIds, sent: [] }
  await write(scene, 'quiet', (messages) => messages < plan.messages)
  const { lags, own } = await measureLags(scene)
  const kills = await killWhileWriting(scene)
  const ends = await checkServers(scene)
  return {
    violations: [...kills.violations, ...ends.violations],
    counts: {
      tabs: plan.tabs,
      'tabs of each server at first': Math.min(...countByServer(tabs.all)),
      'messages acked': scene.sent.length,
      'deltas compared': lags.length,
      ...kills.counts,
      ...ends.counts,
    },
    figures: [...lagFigures(lags, own), ...kills.figures, ...ends.figures],
  }
}

function openTabs(
  stage: Stage,
  { rpc, sessionIds, tabs }: { rpc: TestClient['rpc']; sessionIds: readonly string[]; tabs: number },
): Disposable & { all: Tab[] } {
  const list = async (sessionId: string, after: number): Promise<Message[]> => {
    const page = await rpc.message.list.query({ sessionId, after, limit: 200 })
    return page.messages
  }
  const { url, serverOf } = stage.proxy
  const all = Array.from(
    { length: tabs },
    (_, place) => new Tab({ name: `tab ${place}`, url, sessionIds, list, serverOf }),
  )
  return {
    all,
    [Symbol.dispose]: () => {
      for (const tab of all) tab[Symbol.dispose]()
    },
  }
}

async function killWhileWriting(scene: Scene): Promise<Verdict> {
  let isOver = false
  const kills = killInTurn(scene).finally(() => {
    isOver = true
  })
  const { messages } = scene.plan
  const [verdict] = await Promise.all([kills, write(scene, 'killed', (sent) => !isOver || sent < messages)])
  return verdict
}

/** A writer for each session. */
async function write(
  { stage, plan, rpc, sessionIds, sent }: Scene,
  part: string,
  goesOn: (messages: number) => boolean,
): Promise<void> {
  const { deltas, paceMs } = plan
  const writers = sessionIds.map((sessionId) =>
    writeMessages(
      { stage, rpc, sessionId, random: plan.random.fork(`${part} ${sessionId}`), goesOn, deltas, paceMs },
      sent,
    ),
  )
  await Promise.all(writers)
}

async function measureLags({ stage, tabs }: Scene): Promise<{ lags: number[]; own: number[] }> {
  const rows = await stage.sql<
    { id: string; server: string }[]
  >`select id, server_id as server from message_streams`
  const ports = new Map(stage.servers.up().map(({ id, port }) => [id, port]))
  const owners = new Map(rows.map(({ id, server }) => [id, ports.get(server)]))
  const arrivals = tabs.flatMap((tab) => tab.arrivals)
  const ownerOf = (streamId: string) => owners.get(streamId)
  return { lags: lagsOf(arrivals, ownerOf), own: ownLagsOf(arrivals, ownerOf) }
}

function lagFigures(lags: readonly number[], own: readonly number[]): Figure[] {
  const figure = (percent: number): Figure => ({
    name: `text at the other server after its own, p${percent}`,
    value: percentile(lags, percent),
    unit: 'ms',
  })
  const machine: Figure = {
    name: 'text at the last tab of its own server after the first, p95',
    value: percentile(own, 95),
    unit: 'ms',
  }
  return [figure(50), { ...figure(95), limit: LAG_P95_MS }, figure(99), machine]
}

/** How many tabs each server had, by what came to them first. */
function countByServer(tabs: readonly Tab[]): number[] {
  const first = tabs.map(({ arrivals }) => arrivals[0]?.server)
  return [...Map.groupBy(first, (server) => server).values()].map((same) => same.length)
}
