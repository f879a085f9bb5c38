/** Where the server is, and who calls. What is left out is looked for where the program runs. */
export interface ClientOptions {
  /** As `http://127.0.0.1:3000`. Else DUCK_URL of the environment; in a page, the place that the page is from. */
  url?: string | undefined
  /** A sign-in's token or an API key. Else DUCK_TOKEN; in a page, the cookie of who is signed in. */
  token?: string | undefined
  /** How long a call without an answer is made again, in milliseconds; 60,000 without. */
  patienceMs?: number | undefined
  /** False: no WebSocket is opened, and what is watched is asked for every two seconds. */
  webSocket?: boolean | undefined
}

export interface Settings {
  /** Without a slash at its end. */
  url: string
  token: string | undefined
  patienceMs: number
  hasWebSocket: boolean
}

const PATIENCE_MS = 60_000

/** @throws Error when nothing says where the server is. */
export function settingsOf(options: ClientOptions): Settings {
  const { DUCK_URL, DUCK_TOKEN } = environment()
  const url = options.url ?? DUCK_URL ?? pageOrigin()
  if (!url) throw new Error('Where is the server? Pass { url }, or set DUCK_URL.')
  return {
    url: url.replace(/\/+$/, ''),
    token: options.token ?? DUCK_TOKEN,
    patienceMs: options.patienceMs ?? PATIENCE_MS,
    hasWebSocket: (options.webSocket ?? true) && typeof WebSocket !== 'undefined',
  }
}

function environment(): Record<string, string | undefined> {
  return typeof process === 'undefined' ? {} : process.env
}

function pageOrigin(): string | undefined {
  return typeof location === 'undefined' ? undefined : location.origin
}
