import { must } from '@duck/protocol'
import { createTestClient } from '../app/create-test-client.ts'
import { ChatPage } from '../chromium/chat-page.ts'
import { launchChromium } from '../chromium/launch-chromium.ts'
import type { Check } from '../play/checks.ts'
import { compareShown } from '../play/compare-shown.ts'
import { addressOf } from './accounts.ts'
import type { OldChat } from './old-chat.ts'
import { listAll } from './shown-list.ts'
import type { Stage } from './stage.ts'

/** Opens a session in Chromium as its user, who comes in by a link of the operator's, and compares what is seen. */
export async function checkPage(
  stage: Stage,
  chat: OldChat,
  headers: Record<string, string>,
): Promise<Check[]> {
  const { url } = await stage.serve()
  const client = createTestClient(url, headers)
  const listed = await listAll(client.rpc, chat.id)
  await client.close()
  const { stdout } = await stage.duck('login', '--link', '--user', addressOf(chat.userId))
  await using chromium = await launchChromium()
  const [tab] = await chromium.openTabs(1)
  const { page, context, errors } = must(tab, 'a tab')
  const token = new URL(stdout.trim()).hash.slice(1)
  const opened = await context.request.post(`${url}/api/auth/link`, { data: { token } })
  if (!opened.ok()) throw new Error(`The browser could not be signed in: ${opened.status()}.`)
  const shown = await new ChatPage(page, url).open(chat.id)
  await page.locator(`[data-message-id="${must(listed.at(-1), 'a message').id}"]`).waitFor()
  const rows = listed.map(({ id, messageIndex: index, role, content, parentId, finishReason }) => ({
    id,
    index,
    role,
    content,
    parentId,
    finishReason,
  }))
  const seen = compareShown(chat.id, rows, { way: 'Chromium', rows: await shown.rows() })
  const differences = errors.map((what) => ({ session: chat.id, index: null, what }))
  return [
    { ...seen, name: 'bubbles in Chromium' },
    { name: 'tabs without an error', compared: 1, differences },
  ]
}
