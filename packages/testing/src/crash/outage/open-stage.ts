import { must } from '@duck/protocol'
import postgres from 'postgres'
import { modelEnvironment } from '../../app/model-environment.ts'
import { startApp } from '../../app/start-app.ts'
import type { App } from '../../app/start-server-process.ts'
import { type FaultProxy, startFaultProxy } from '../../fault-proxy/start-fault-proxy.ts'
import { type CrashModel, startCrashModel } from '../crash-model.ts'
import type { CrashDatabase } from '../crash-postgres.ts'
import { patiently } from '../patiently.ts'
import { Tab } from '../tab/tab.ts'
import { until } from '../until.ts'
import { DELAY_MS, type PlannedAnswer, planAnswers } from './plan-answers.ts'
import type { Scenario } from './scenarios.ts'

/** A server, and the proxy between it and the database. */
export interface WiredServer {
  app: App
  proxy: FaultProxy
}

/** An answer with a tab at each server that shows its session. */
export interface ShownAnswer extends PlannedAnswer {
  tabs: readonly Tab[]
  /** The one at the server that writes it. */
  ownTab: Tab
}

export interface OutageStage extends AsyncDisposable {
  sql: postgres.Sql
  model: CrashModel
  servers: readonly WiredServer[]
  answers: readonly ShownAnswer[]
}

export interface OutageSetting {
  database: CrashDatabase
  seconds: number
}

const TAB_READY_MS = 15_000

/** Two servers, each behind a proxy of its own, and the sessions with their tabs; nothing is asked yet. */
export async function openOutageStage(scenario: Scenario, setting: OutageSetting): Promise<OutageStage> {
  const { database, seconds } = setting
  await using undo = new AsyncDisposableStack()
  const sql = postgres(database.url, { max: 2, onnotice: () => {} })
  undo.defer(() => sql.end({ timeout: 1 }))
  const planned = planAnswers(scenario, seconds)
  const spoken = new Map(planned.map(({ prompt, deltas }) => [prompt.content, deltas]))
  const model = undo.use(await startCrashModel({ answers: spoken, delayMs: DELAY_MS }))
  const start = () => startServer(undo, { appUrl: database.appUrl, model })
  const servers = await Promise.all([start(), start()])
  const answers = await Promise.all(planned.map((answer) => show(undo, answer, servers)))
  const parts = undo.move()
  return { sql, model, servers, answers, [Symbol.asyncDispose]: () => parts.disposeAsync() }
}

async function startServer(
  undo: AsyncDisposableStack,
  { appUrl, model }: { appUrl: string; model: CrashModel },
): Promise<WiredServer> {
  const proxy = undo.use(
    await startFaultProxy({ port: Number(new URL(appUrl).port), decide: () => undefined }),
  )
  const app = await startApp({ databaseUrl: proxy.through(appUrl), env: modelEnvironment(model) })
  return { app: undo.use(app), proxy }
}

/** Creates the session and has a tab at each server show it. */
async function show(
  undo: AsyncDisposableStack,
  planned: PlannedAnswer,
  servers: readonly WiredServer[],
): Promise<ShownAnswer> {
  const { sessionId } = planned
  const tabs = servers.map(({ app: { url } }, place) =>
    undo.use(new Tab({ name: `the tab at server ${place}`, url, sessionId })),
  )
  const ownTab = must(tabs[planned.server], 'the tab at the server that writes')
  await patiently(TAB_READY_MS, () =>
    ownTab.rpc.session.create.mutate({ id: sessionId, model: 'openai/fake-1' }),
  )
  for (const tab of tabs) await until(TAB_READY_MS, () => tab.list)
  return { ...planned, tabs, ownTab }
}
