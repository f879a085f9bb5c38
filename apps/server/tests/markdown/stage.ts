import { must, uuidv7 } from '@duck/protocol'
import type { TestClient } from '@duck/testing/app'
import { ChatPage, signInTabs } from '@duck/testing/chromium'
import { lastUserText } from '@duck/testing/model-server'
import { expect } from 'vitest'
import { type TestApp, useApp } from '../testing/use-app.ts'
import { useBrowser } from '../testing/use-browser.ts'
import { watchPage } from './watch-page.ts'

/** A tab that shows a session, watched since before its first page. */
export interface Stage {
  chat: ChatPage
  sessionId: string
  /** Everything so far that a message must not be able to do. */
  faults: () => Promise<string[]>
}

export interface StageOptions {
  bypassCSP?: boolean
  viewport?: { width: number; height: number }
  colorScheme?: 'light' | 'dark'
  reducedMotion?: 'no-preference'
}

export interface MarkdownApp {
  readonly server: TestApp
  readonly rpc: TestClient['rpc']
  /** A window of its own with a new session. */
  openStage(options?: StageOptions): Promise<Stage>
  /** The same window, which goes on to a new session. */
  anotherSession(stage: Stage): Promise<Stage>
  /** Shows texts as what a person says and as the answers that are streamed, in order, until all are there; gives the answers' ids. */
  show(stage: Stage, texts: readonly string[]): Promise<string[]>
}

/** A real server whose model says back what it is told, in small pieces, and a real Chromium. */
export function useMarkdownApp(): MarkdownApp {
  const server = useApp((request) => ({ deltas: smallPieces(lastUserText(request)), delayMs: 1 }))
  const ready = useBrowser(server)
  const rpc = () => ready().client.rpc
  const openSession = async (chat: ChatPage) => {
    const { id } = await rpc().session.create.mutate({ title: 'Payloads' })
    await chat.open(id)
    await chat.page.getByRole('heading', { name: 'Payloads' }).waitFor()
    return id
  }
  return {
    server,
    get rpc() {
      return rpc()
    },
    async openStage(options) {
      const [opened] = await ready().browser.openTabs(1, options)
      const tab = must(opened, 'a tab')
      await signInTabs(server.app.url, [tab])
      const { faults } = await watchPage(tab, server.app.url)
      const chat = new ChatPage(tab.page, server.app.url)
      return { chat, sessionId: await openSession(chat), faults }
    },
    async anotherSession({ chat, faults }) {
      return { chat, sessionId: await openSession(chat), faults }
    },
    async show({ chat: { page }, sessionId }, texts) {
      const said = texts.map((content) => ({ sessionId, id: uuidv7(), streamId: uuidv7(), content }))
      for (const message of said) await rpc().message.send.mutate(message)
      for (const { id, streamId, content } of said) {
        const answer = page.locator(`[data-message-id="${streamId}"][data-state="saved"]`)
        await answer.waitFor({ state: 'attached' })
        const bubble = page.locator(`[data-message-id="${id}"] .prompt-bubble`)
        expect(await bubble.evaluate((element) => element.textContent)).toBe(content)
      }
      return said.map(({ streamId }) => streamId)
    },
  }
}

const MOST_PIECES = 200

/** Of one to five code points, more of a long text, so that every mark of Markdown and HTML is cut somewhere. */
function smallPieces(text: string): string[] {
  const points = Array.from(text)
  const unit = Math.ceil(points.length / (3 * MOST_PIECES))
  const pieces: string[] = []
  for (let at = 0; at < points.length; ) {
    const end = at + unit * (1 + (pieces.length % 5))
    pieces.push(points.slice(at, end).join(''))
    at = end
  }
  return pieces
}
