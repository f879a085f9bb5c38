import { LIMITS, type Model } from '@duck/protocol'

/** One entry of a model server's list, with its fields unknown. */
export type Entry = Partial<Record<string, unknown>>

/** What the list calls names of embeddings, speech and pictures: models that cannot chat. */
const NO_CHAT =
  /(^|[^a-z])(embed(ding)?s?|whisper|tts|transcribe|realtime|audio|rerank(er)?|moderation|dall-e|image|sora|instruct-0914|babbage|davinci)([^a-z]|$)/i

/** Entries under `key` of a list as it came; throws when there is no such list. */
export function entriesOf(body: unknown, key: string): Entry[] {
  const list = isEntry(body) ? body[key] : null
  if (!Array.isArray(list)) throw new Error(`the list of models has no ${key}`)
  return list.filter(isEntry)
}

/** The models among the entries that can chat and whose ids fit, once each. */
export function toModels(provider: string, entries: readonly Entry[], idField: string): Model[] {
  const models = new Map<string, Model>()
  for (const entry of entries) {
    const name = textOf(entry[idField])
    if (!name || NO_CHAT.test(name)) continue
    const model = toModel(provider, name, entry)
    if (model.id.length <= LIMITS.modelChars && !models.has(model.id)) models.set(model.id, model)
  }
  return [...models.values()]
}

/** Names and windows under the field names that OpenAI-compatible servers and Anthropic use. */
export function toModel(provider: string, name: string, entry: Entry = {}): Model {
  const window = [entry.context_length, entry.max_model_len, entry.max_context_length, entry.max_input_tokens]
  return {
    id: `${provider}/${name}`,
    provider,
    name: textOf(entry.display_name) ?? textOf(entry.name) ?? name,
    contextWindow: window.find(isTokenCount) ?? null,
  }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
}

function isTokenCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0
}

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null
}
