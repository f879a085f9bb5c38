import { must, uuidv7 } from '@duck/protocol'
import type { TestClient } from '@duck/testing/app'
import { type Chromium, signInTabs, type Tab } from '@duck/testing/chromium'
import { afterEach, expect } from 'vitest'
import { type TestApp, useApp } from '../testing/use-app.ts'
import { useBrowser } from '../testing/use-browser.ts'
import { insertLongSession } from './insert-long-session.ts'
import { ReadingPage } from './reading-page.ts'

type TabOptions = Parameters<Chromium['openTabs']>[1]

export interface ReadingStage {
  readonly server: TestApp
  readonly rpc: TestClient['rpc']
  /** A session with so many messages. */
  longSession(count: number, title?: string): Promise<string>
  /** A tab of its own, in which nothing may go wrong until the test is over. */
  openTab(options?: TabOptions): Promise<ReadingPage>
  say(sessionId: string, content: string): Promise<string>
  /** Errors of the tabs so far that the test is about. */
  forgive(error: RegExp): void
}

/** A real server and a real Chromium, and sessions of any length. */
export function useReadingStage(): ReadingStage {
  const server = useApp()
  const ready = useBrowser(server)
  const opened: Tab[] = []
  afterEach(async () => {
    for (const { page, errors } of opened.splice(0)) {
      expect(errors).toEqual([])
      await page.close()
    }
  })
  const rpc = () => ready().client.rpc
  return {
    server,
    get rpc() {
      return rpc()
    },
    async longSession(count, title = 'Long') {
      const { id } = await rpc().session.create.mutate({ title })
      await insertLongSession(server.sql, id, count)
      return id
    },
    async openTab(options = {}) {
      const [first] = await ready().browser.openTabs(1, { timezoneId: 'UTC', locale: 'en-GB', ...options })
      const tab = must(first, 'a tab')
      opened.push(tab)
      await signInTabs(server.app.url, [tab])
      return new ReadingPage(tab.page, server.app.url)
    },
    forgive(error) {
      for (const { errors } of opened)
        errors.splice(0, errors.length, ...errors.filter((one) => !error.test(one)))
    },
    async say(sessionId, content) {
      const id = uuidv7()
      await rpc().message.append.mutate({ sessionId, id, role: 'user', content })
      return id
    },
  }
}
