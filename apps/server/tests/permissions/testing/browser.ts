import { type Answer, ask } from './ask.ts'
import { anyAddress } from './people.ts'

/** Cookies of one origin, as a browser keeps them, and calls with them from the app's own pages. */
export class Browser {
  readonly #kept = new Map<string, string>()
  readonly #at: string
  readonly #publicUrl: URL
  /** Where it was led, in order. */
  readonly led: string[] = []

  constructor(at: string, publicUrl: string) {
    this.#at = at
    this.#publicUrl = new URL(publicUrl)
  }

  get cookie(): string {
    return [...this.#kept].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  async get(path: string): Promise<Answer> {
    return this.#take(await ask(this.#at + path, { headers: this.#headers() }))
  }

  async post(path: string, body: object): Promise<Answer> {
    const own = { origin: this.#publicUrl.origin, 'sec-fetch-site': 'same-origin' }
    const headers = { ...this.#headers(), ...own, 'content-type': 'application/json' }
    return this.#take(await ask(this.#at + path, { method: 'POST', headers, body: JSON.stringify(body) }))
  }

  #headers(): Record<string, string> {
    return { host: this.#publicUrl.host, cookie: this.cookie, ...anyAddress() }
  }

  #take(answer: Answer): Answer {
    for (const cookie of [answer.headers['set-cookie'] ?? []].flat()) {
      const [pair = ''] = cookie.split(';')
      const at = pair.indexOf('=')
      this.#kept.delete(pair.slice(0, at))
      if (!/max-age=0;|1970/i.test(`${cookie};`)) this.#kept.set(pair.slice(0, at), pair.slice(at + 1))
    }
    if (typeof answer.headers.location === 'string') this.led.push(answer.headers.location)
    return answer
  }
}
