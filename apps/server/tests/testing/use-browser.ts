import { must } from '@duck/protocol'
import { createTestClient, type TestClient } from '@duck/testing/app'
import { type Chromium, launchChromium } from '@duck/testing/chromium'
import { afterAll, beforeAll } from 'vitest'
import type { TestApp } from './use-app.ts'

/** One Chromium for the test file, and a client of the server as the user of the tests. */
export function useBrowser(server: TestApp): () => { browser: Chromium; client: TestClient } {
  let parts: { browser: Chromium; client: TestClient } | undefined
  beforeAll(async () => {
    parts = { browser: await launchChromium(), client: createTestClient(server.app.url) }
  })
  afterAll(async () => {
    await parts?.client.close()
    await parts?.browser.close()
  })
  return () => must(parts, 'the browser: it runs from beforeAll on')
}
