import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { must } from '@duck/protocol'
import type postgres from 'postgres'
import { createTestClient, type TestClient } from '../../app/create-test-client.ts'
import { type Chromium, launchChromium } from '../../chromium/launch-chromium.ts'
import { signInTabs } from '../../chromium/sign-in-tabs.ts'
import type { BenchPostgres } from '../bench-postgres.ts'
import { openClient } from '../client.ts'
import { type Duck, startDuck } from '../live/duck.ts'
import { fillSession } from './fill-session.ts'
import { PROBE, probePage } from './probe.ts'
import { WebPage } from './web-page.ts'

/** The built app at the real server, a Chromium, and the ways to put messages and answers into a session. */
export interface WebStage extends AsyncDisposable {
  duck: Duck
  rpc: TestClient['rpc']
  /** A session with so many messages. */
  newSession(messages: number): Promise<string>
  /** A tab of a browser that has never been here, in which nothing is open yet. */
  newBrowser(): Promise<WebPage>
}

const WEB_APP = fileURLToPath(new URL('../../../../../apps/web/dist/index.html', import.meta.url))
const VIEWPORT = { width: 1280, height: 800 }

/** Throws an Error with what to do when the web app is not built. */
export async function openStage(bench: BenchPostgres): Promise<WebStage> {
  if (!existsSync(WEB_APP)) throw new Error('The web app is not built: run pnpm build first.')
  await using undo = new AsyncDisposableStack()
  const duck = undo.use(await startDuck(bench, 'web'))
  const admin: postgres.Sql = undo.adopt(openClient(duck.adminUrl, 1), (sql) => sql.end())
  const { rpc, close } = createTestClient(duck.app.url)
  undo.defer(close)
  const chromium = undo.use(await launchChromium())
  const parts = undo.move()
  return {
    duck,
    rpc,
    async newSession(messages) {
      const sessionId = await duck.newSession()
      await fillSession(admin, { sessionId, messages })
      return sessionId
    },
    newBrowser: () => newBrowser(chromium, duck.app.url),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  }
}

async function newBrowser(chromium: Chromium, url: string): Promise<WebPage> {
  const tab = must(
    (await chromium.openTabs(1, { viewport: VIEWPORT, reducedMotion: 'no-preference' }))[0],
    'a tab',
  )
  await signInTabs(url, [tab])
  await tab.context.addInitScript(probePage, PROBE)
  return new WebPage(tab, url)
}
