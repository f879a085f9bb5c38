import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { cachedList } from '../catalog/cached-list.ts'
import { fetchJson } from '../catalog/fetch-json.ts'
import { type Entry, entriesOf, toModel, toModels } from '../catalog/read-models.ts'
import type { Clock } from '../clock.ts'
import type { OpenAiSettings, Provider } from '../port.ts'
import { answerThroughSdk, type OpenModel } from '../sdk/answer-through-sdk.ts'
import { trimSlash } from './trim-slash.ts'

const ID = 'openai'
const DEFAULT_URL = 'https://api.openai.com/v1'

/** Any OpenAI-compatible server: OpenAI itself, LM Studio, vLLM, OpenRouter and the like. */
export function createOpenAi(settings: OpenAiSettings, clock: Clock): Provider {
  const baseUrl = trimSlash(settings.baseUrl ?? DEFAULT_URL)
  const open = openAiModel(ID, baseUrl, settings.apiKey)
  const named = settings.models ?? []
  const configured = named.map((name) => toModel(ID, name))
  const listed = cachedList({
    clock,
    ttlMs: 30_000,
    failedTtlMs: 5_000,
    load: () => loadModels(baseUrl, settings.apiKey, clock),
  })
  return {
    id: ID,
    list: named.length > 0 ? async () => configured : listed,
    answer: (request) => answerThroughSdk(open, request),
  }
}

/** Opens models of an OpenAI-compatible server, with usage counted. */
export function openAiModel(name: string, baseURL: string, apiKey: string | undefined): OpenModel {
  const key = apiKey ? { apiKey } : {}
  return (model, fetch) =>
    createOpenAICompatible({ name, baseURL, fetch, includeUsage: true, ...key }).chatModel(model)
}

async function loadModels(baseUrl: string, apiKey: string | undefined, clock: Clock) {
  const headers: Record<string, string> = apiKey ? { authorization: `Bearer ${apiKey}` } : {}
  const body = await fetchJson(`${baseUrl}/models`, { clock, timeoutMs: 2_000, headers })
  const entries = entriesOf(body, 'data')
  return toModels(ID, baseUrl === DEFAULT_URL ? newestFirst(entries) : entries, 'id')
}

/** OpenAI lists in no order, and the first model is the default. */
function newestFirst(entries: Entry[]): Entry[] {
  return entries.toSorted((one, other) => Number(other.created ?? 0) - Number(one.created ?? 0))
}
