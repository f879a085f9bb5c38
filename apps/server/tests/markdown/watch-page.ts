import type { Tab } from '@duck/testing/chromium'
import { FAULTS, spyOnPage } from './page-spy.ts'

export interface Watch {
  /** Everything so far that a message must not be able to do: `what: facts`, each once of the page's own. */
  faults: () => Promise<string[]>
}

const PATHS =
  /^\/(s\/[A-Za-z0-9_-]+)?$|^\/(assets|trpc|api)\/[^?]*(\?.*)?$|^\/(theme\.js|duck(-running)?(-unread)?\.svg|readyz|healthz\?line=\d)$/

/**
 * Watches a tab, before its first page: dialogs, new tabs, downloads, navigations, requests to another host or for what only a
 * payload names, violations of the policy, elements and attributes that a message never becomes. No request leaves the machine.
 */
export async function watchPage({ page, context, errors }: Tab, url: string): Promise<Watch> {
  const faults: string[] = []
  const note = (fault: string) => void faults.push(fault)
  const { host } = new URL(url)
  const isOurs = (address: string) => {
    const { host: asked, pathname, search } = new URL(address)
    return asked === host && PATHS.test(pathname + search) && !address.includes('pwned')
  }
  await context.route(
    (address) => address.host !== host,
    (route) => route.abort(),
  )
  await page.addInitScript(spyOnPage, FAULTS)
  page.on('dialog', (dialog) => {
    note(`dialog: ${dialog.type()} ${dialog.message()}`)
    void dialog.dismiss()
  })
  context.on('request', (request) => {
    if (!isOurs(request.url())) note(`request: ${request.url()}`)
  })
  context.on('page', (opened) => note(`new tab: ${opened.url()}`))
  page.on('websocket', (socket) => {
    if (new URL(socket.url()).host !== host) note(`socket: ${socket.url()}`)
  })
  page.on('download', (download) => note(`download: ${download.url()}`))
  page.on('frameattached', (frame) => note(`frame: ${frame.url()}`))
  page.on('framenavigated', (frame) => {
    if (!isOurs(frame.url())) note(`navigation: ${frame.url()}`)
  })
  return {
    async faults() {
      const own = await page.evaluate((key) => [...Reflect.get(globalThis, key)], FAULTS)
      return [...faults, ...own.map(String), ...errors]
    },
  }
}
