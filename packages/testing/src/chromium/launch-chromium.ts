import { must } from '@duck/protocol'
import { type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { findChromium, findChromiumShell } from './find-chromium.ts'
import { collectErrors } from './page-errors.ts'

/** One tab, and every error it has had so far. */
export interface Tab {
  page: Page
  /** The tab's browser profile: its cookies and storage. */
  context: BrowserContext
  /** Uncaught errors and console errors in order; empty is what a test asserts. */
  errors: string[]
}

export interface Chromium extends AsyncDisposable {
  /** `count` tabs of one new profile, sharing cookies and storage; they ask for reduced motion unless `options` say otherwise. */
  openTabs(count: number, options?: BrowserContextOptions): Promise<Tab[]>
  /** `count` tabs of a new profile each, as on different machines. */
  openWindows(count: number, options?: BrowserContextOptions): Promise<Tab[]>
  close(): Promise<void>
}

const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
]

export interface LaunchOptions {
  /** The browser with its windows, of whose tabs the one in front hides the others. */
  whole?: boolean
  /** Pages that are left are kept as they are for the back button, as in a browser of a person's. */
  backForwardCache?: boolean
}

/** Starts a headless Chromium; `close` it in afterAll. Throws when none is installed. */
export async function launchChromium({
  whole = false,
  backForwardCache = false,
}: LaunchOptions = {}): Promise<Chromium> {
  const browser = await chromium.launch({
    executablePath: must(
      whole ? findChromium() : findChromiumShell(),
      'Chromium; `node packages/testing/src/chromium/install.ts` says how',
    ),
    ignoreDefaultArgs: backForwardCache ? ['--disable-back-forward-cache'] : [],
    args: process.getuid?.() === 0 ? ['--no-sandbox', ...FLAGS] : FLAGS,
  })
  const openTabs = async (count: number, options: BrowserContextOptions = {}) => {
    const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
    return Promise.all(Array.from({ length: count }, () => openTab(context)))
  }
  const openWindows = async (count: number, options?: BrowserContextOptions) =>
    (await Promise.all(Array.from({ length: count }, () => openTabs(1, options)))).flat()
  const close = () => browser.close()
  return { openTabs, openWindows, close, [Symbol.asyncDispose]: close }
}

async function openTab(context: BrowserContext): Promise<Tab> {
  const page = await context.newPage()
  return { page, context, errors: collectErrors(page) }
}
