import type { Clock } from '../clock.ts'

const MAX_BYTES = 8 * 1024 * 1024

export interface FetchJsonOptions {
  clock: Clock
  timeoutMs: number
  headers?: Record<string, string>
}

/** The JSON at an URL; rejects for any other status than 2xx, for redirects, beyond 8 MiB and after the time-out. */
export async function fetchJson(url: string, options: FetchJsonOptions): Promise<unknown> {
  const settled = new AbortController()
  const late = new AbortController()
  void options.clock.delay(options.timeoutMs, settled.signal).then(
    () => late.abort(),
    () => {},
  )
  try {
    const init: RequestInit = { headers: options.headers ?? {}, redirect: 'manual', signal: late.signal }
    return JSON.parse(await readText(await fetch(url, init)))
  } finally {
    settled.abort()
  }
}

async function readText(response: Response): Promise<string> {
  if (!response.ok || !response.body) {
    await response.body?.cancel()
    throw new Error(`the model server answers ${response.status} to a listing`)
  }
  const decoder = new TextDecoder()
  let text = ''
  for await (const bytes of response.body) {
    text += decoder.decode(bytes, { stream: true })
    if (text.length > MAX_BYTES) throw new Error('the list of models is too long')
  }
  return text + decoder.decode()
}
