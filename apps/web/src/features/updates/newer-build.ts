import { entryScript } from './entry-script.ts'

const ANSWER_WITHIN_MS = 10_000

/** Whether the server's page is of another build than the one that runs here; false without an answer. */
export async function isNewerBuild(): Promise<boolean> {
  const running = document.querySelector('script[type="module"][src]')?.getAttribute('src') ?? null
  const served = entryScript(await servedPage())
  return running !== null && served !== null && served !== running
}

async function servedPage(): Promise<string> {
  try {
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS)
    const answer = await fetch('/', { cache: 'no-cache', headers: { accept: 'text/html' }, signal })
    return answer.ok ? await answer.text() : ''
  } catch {
    return ''
  }
}
