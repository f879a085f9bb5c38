import { cachedList } from '../catalog/cached-list.ts'
import { fetchJson } from '../catalog/fetch-json.ts'
import { entriesOf, toModels } from '../catalog/read-models.ts'
import type { Clock } from '../clock.ts'
import type { OllamaSettings, Provider } from '../port.ts'
import { answerThroughSdk } from '../sdk/answer-through-sdk.ts'
import { openAiModel } from './openai.ts'
import { trimSlash } from './trim-slash.ts'

const ID = 'ollama'
const DEFAULT_URL = 'http://127.0.0.1:11434'
const LOOK_AGAIN_MS = 10_000

/** Ollama, found by itself: looked for again every 10 s, so that it may be started later. */
export function createOllama(settings: OllamaSettings, clock: Clock): Provider {
  const baseUrl = trimSlash(settings.baseUrl ?? DEFAULT_URL).replace(/\/v1$/, '')
  const open = openAiModel(ID, `${baseUrl}/v1`, undefined)
  const load = async () => {
    const body = await fetchJson(`${baseUrl}/api/tags`, { clock, timeoutMs: 500 })
    return toModels(ID, entriesOf(body, 'models'), 'name')
  }
  return {
    id: ID,
    list: cachedList({ clock, ttlMs: LOOK_AGAIN_MS, failedTtlMs: LOOK_AGAIN_MS, load }),
    answer: (request) => answerThroughSdk(open, request),
  }
}
