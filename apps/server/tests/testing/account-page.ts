import { ChatPage } from '@duck/testing/chromium'

type Locator = ChatPage['composer']

/** The chat, and what a person does in it about their account. */
export class AccountPage extends ChatPage {
  /** The dialog over the page while nobody is signed in, or a guest's way to an account. */
  get signInDialog(): Locator {
    return this.page.getByRole('dialog', { name: 'Sign in' })
  }

  async signUp(name: string, email: string, password: string): Promise<void> {
    await this.signInDialog.getByRole('button', { name: 'New account' }).click()
    await this.signInDialog.getByLabel('Name').fill(name)
    await this.#fillAndSend(email, password)
    await this.page.getByRole('button', { name: `Account: ${name}` }).waitFor()
    // It goes a moment later, and until then nothing can be typed behind it.
    await this.signInDialog.waitFor({ state: 'detached' })
  }

  async signIn(email: string, password: string): Promise<void> {
    await this.signInDialog.getByRole('button', { name: 'I have an account' }).click()
    await this.#fillAndSend(email, password)
  }

  /** Presses one of the account menu's buttons. */
  async choose(act: 'Create account' | 'Sign in' | 'Settings' | 'Sign out'): Promise<void> {
    await this.page.getByRole('button', { name: /^Account: / }).click()
    await this.page.getByRole('region', { name: 'Account' }).getByRole('button', { name: act }).click()
  }

  async openSettings(section: string): Promise<Locator> {
    await this.choose('Settings')
    const dialog = this.page.getByRole('dialog', { name: 'Settings' })
    await dialog.getByRole('navigation').getByRole('button', { name: section }).click()
    return dialog
  }

  /** The titles in the sidebar, from top to bottom. */
  titles(): Promise<string[]> {
    return this.page.locator('nav[aria-label="Chats"] li[data-session-id] a').allTextContents()
  }

  /** What messages try to reach the server fails as on a cut line, from now on. */
  async cutSends(): Promise<void> {
    await this.page.route(SENDS, (route) => route.abort())
  }

  async restoreSends(): Promise<void> {
    await this.page.unroute(SENDS)
  }

  /** Everything that this browser shows and keeps of the site, as one text. */
  everything(): Promise<string> {
    return this.page.evaluate(EVERYTHING)
  }

  async #fillAndSend(email: string, password: string): Promise<void> {
    await this.signInDialog.getByLabel('E-mail').fill(email)
    await this.signInDialog.getByLabel('Password').fill(password)
    await this.signInDialog.getByLabel('Password').press('Enter')
  }
}

const SENDS = /message\.send/

// As text, since the types of a page's globals are not known here.
const EVERYTHING = `(async () => {
  const done = (request) => new Promise((resolve, reject) => Object.assign(request, { onsuccess: resolve, onerror: reject }))
  const kept = [...Object.entries(localStorage), ...Object.entries(sessionStorage)].map(String)
  for (const { name } of await indexedDB.databases()) {
    const opening = indexedDB.open(name)
    await done(opening)
    for (const store of opening.result.objectStoreNames) {
      const asked = opening.result.transaction(store).objectStore(store).getAll()
      await done(asked)
      kept.push(JSON.stringify(asked.result))
    }
    opening.result.close()
  }
  const typed = Array.from(document.querySelectorAll('input, textarea'), (field) => field.value)
  return [location.href, document.title, document.documentElement.outerHTML, ...typed, ...kept].join('\\n')
})()`
