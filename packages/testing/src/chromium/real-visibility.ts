import type { Page } from 'playwright-core'

interface Implementation {
  delegate: { _mainFrameSession: { _client: { send(method: string, params: object): Promise<unknown> } } }
}

/**
 * Lets the page be hidden, and frozen, as in a browser of a person's: from now on `bringToFront` of another tab hides it.
 * Without that every page of a test counts as visible and focused, since Playwright says so over a session of its own.
 */
export async function letBeHidden(page: Page): Promise<void> {
  await implementationOf(page).delegate._mainFrameSession._client.send('Emulation.setFocusEmulationEnabled', {
    enabled: false,
  })
}

/** Stops the page's timers, frames and events, as a browser does with tabs long out of view. */
export async function freeze(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Page.setWebLifecycleState', { state: 'frozen' })
  await session.detach()
}

/** The page goes on; it is in view only when it is brought to the front. */
export async function unfreeze(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Page.setWebLifecycleState', { state: 'active' })
  await session.detach()
}

// There is no public way to Playwright's own session; a version without this one fails here, not in a test's assertion.
function implementationOf(page: Page): Implementation {
  const { _connection } = page as unknown as { _connection: { toImpl(page: Page): Implementation } }
  return _connection.toImpl(page)
}
