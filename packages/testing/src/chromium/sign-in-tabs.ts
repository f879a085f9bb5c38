import { TEST_HEADERS } from '../database/test-user.ts'
import type { Tab } from './launch-chromium.ts'

/** Signs the tabs' browser in as the user of the tests, before it opens the app. */
export async function signInTabs(url: string, tabs: readonly Tab[]): Promise<void> {
  for (const context of new Set(tabs.map((tab) => tab.context))) {
    const opened = await context.request.post(`${url}/api/auth/link`, { data: { token: await newLink(url) } })
    if (!opened.ok()) throw new Error(`The browser could not be signed in: ${opened.status()}.`)
  }
}

/** A link opens one browser. */
async function newLink(url: string): Promise<string> {
  const linked = await fetch(`${url}/trpc/user.link`, {
    method: 'POST',
    headers: { ...TEST_HEADERS, 'content-type': 'application/json' },
    body: '{}',
  })
  const { result } = (await linked.json()) as { result: { data: { url: string } } }
  return new URL(result.data.url).hash.slice(1)
}
