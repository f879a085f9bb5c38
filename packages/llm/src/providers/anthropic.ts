import { createAnthropic } from '@ai-sdk/anthropic'
import type { Model } from '@duck/protocol'
import { cachedList } from '../catalog/cached-list.ts'
import { fetchJson } from '../catalog/fetch-json.ts'
import { entriesOf, toModel, toModels } from '../catalog/read-models.ts'
import type { Clock } from '../clock.ts'
import type { AnthropicSettings, Provider } from '../port.ts'
import { answerThroughSdk, type OpenModel } from '../sdk/answer-through-sdk.ts'
import { trimSlash } from './trim-slash.ts'

const ID = 'anthropic'
const DEFAULT_URL = 'https://api.anthropic.com/v1'
const API_VERSION = '2023-06-01'

/** Offered when the list cannot be had, as the API answers without it. */
const KNOWN_MODELS: Model[] = [
  toModel(ID, 'claude-sonnet-5-5', { name: 'Claude Sonnet 5.5', context_length: 200_000 }),
  toModel(ID, 'claude-opus-5-5', { name: 'Claude Opus 5.5', context_length: 200_000 }),
  toModel(ID, 'claude-haiku-5-5', { name: 'Claude Haiku 5.5', context_length: 200_000 }),
  toModel(ID, 'claude-sonnet-4-5', { name: 'Claude Sonnet 4.5', context_length: 200_000 }),
  toModel(ID, 'claude-haiku-4-5', { name: 'Claude Haiku 4.5', context_length: 200_000 }),
]

/** Anthropic's own API. */
export function createAnthropicProvider(settings: AnthropicSettings, clock: Clock): Provider {
  const { apiKey } = settings
  const baseURL = withVersion(trimSlash(settings.baseUrl ?? DEFAULT_URL))
  const open: OpenModel = (model, fetch) => createAnthropic({ apiKey, baseURL, fetch }).languageModel(model)
  const load = () => loadModels(baseURL, apiKey, clock)
  const listed = cachedList({ clock, ttlMs: 30_000, failedTtlMs: 5_000, load })
  return {
    id: ID,
    list: async () => {
      const models = await listed()
      return models.length > 0 ? models : KNOWN_MODELS
    },
    answer: (request) => answerThroughSdk(open, request),
  }
}

async function loadModels(baseUrl: string, apiKey: string, clock: Clock): Promise<Model[]> {
  const headers = { 'x-api-key': apiKey, 'anthropic-version': API_VERSION }
  const body = await fetchJson(`${baseUrl}/models?limit=100`, { clock, timeoutMs: 2_000, headers })
  return toModels(ID, entriesOf(body, 'data'), 'id')
}

/** Anthropic's own tools take the base URL without the version, the AI SDK with it: both are meant. */
function withVersion(url: string): string {
  return url.endsWith('/v1') ? url : `${url}/v1`
}
