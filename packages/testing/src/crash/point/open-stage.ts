import { uuidv7 } from '@duck/protocol'
import postgres from 'postgres'
import { modelEnvironment } from '../../app/model-environment.ts'
import { startApp } from '../../app/start-app.ts'
import type { App } from '../../app/start-server-process.ts'
import { startFaultProxy } from '../../fault-proxy/start-fault-proxy.ts'
import { DELTAS, PROMPT } from '../answer.ts'
import { type CrashModel, startCrashModel } from '../crash-model.ts'
import type { CrashDatabase } from '../crash-postgres.ts'
import { patiently } from '../patiently.ts'
import type { CrashPoint } from '../points.ts'
import { Tab } from '../tab/tab.ts'
import { until } from '../until.ts'
import { createKillMoment, emittedUntil, type KillMoment } from './kill-moment.ts'

/** Servers, model and tabs of one point, with a session that is empty yet. */
export interface Stage extends AsyncDisposable {
  sql: postgres.Sql
  model: CrashModel
  moment: KillMoment
  sessionId: string
  /** It will write the answer, and be killed. */
  owner: App
  /** The first is at the owner; in `takeover` mode the second is at the other server. */
  tabs: [Tab, ...Tab[]]
  /** The server that goes on: the other one, or one that is started now. */
  survivor: () => Promise<App>
}

const TAB_READY_MS = 15_000
const DELAY_MS = 5
const ANSWERS = new Map([[PROMPT, DELTAS]])

export async function openStage({ mode, moment }: CrashPoint, database: CrashDatabase): Promise<Stage> {
  await using undo = new AsyncDisposableStack()
  const sql = postgres(database.url, { max: 2, onnotice: () => {} })
  undo.defer(() => sql.end({ timeout: 1 }))
  const model = undo.use(
    await startCrashModel({ answers: ANSWERS, delayMs: DELAY_MS, emit: emittedUntil(moment) }),
  )
  const kill = createKillMoment(moment)
  const { decide } = kill
  const proxy = decide && undo.use(await startFaultProxy({ port: portOf(database.appUrl), decide }))
  const start = async (databaseUrl: string) =>
    undo.use(await startApp({ databaseUrl, env: modelEnvironment(model) }))
  const owner = await start(proxy?.through(database.appUrl) ?? database.appUrl)
  const other = mode === 'takeover' ? await start(database.appUrl) : undefined
  const sessionId = uuidv7()
  const open = (name: string, { url }: App) => undo.use(new Tab({ name, url, sessionId }))
  const tab = open('the tab at the killed server', owner)
  await patiently(TAB_READY_MS, () =>
    tab.rpc.session.create.mutate({ id: sessionId, model: 'openai/fake-1' }),
  )
  const tabs: Stage['tabs'] = other ? [tab, open('the tab at the other server', other)] : [tab]
  for (const each of tabs) await until(TAB_READY_MS, () => each.list)
  const parts = undo.move()
  return {
    sql,
    model,
    moment: kill,
    sessionId,
    owner,
    tabs,
    survivor: async () =>
      other ?? parts.use(await startApp({ databaseUrl: database.appUrl, env: modelEnvironment(model) })),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  }
}

function portOf(url: string): number {
  return Number(new URL(url).port)
}
