import type { Model } from '@duck/protocol'

/** One message of the context a model is given. */
export interface ChatTurn {
  role: 'user' | 'assistant' | 'system'
  content: string
}

export interface AnswerRequest {
  /** `provider/model`; what follows the first slash may hold more slashes. */
  model: string
  system: string | null
  turns: ChatTurn[]
  /** Aborting closes the connection to the model server at once. */
  signal: AbortSignal
}

/** Tokens as the model server counted them; null where it does not tell. */
export interface Usage {
  inputTokens: number | null
  outputTokens: number | null
}

/**
 * A piece of an answer. A text is never empty and no surrogate pair is split between two; `finish` comes exactly
 * once, last. `truncated` means the model hit its own limit.
 */
export type AnswerPart =
  | { type: 'text'; text: string }
  | { type: 'finish'; finishReason: 'completed' | 'truncated'; usage: Usage }

/** Something that has models and answers with them. */
export interface Provider {
  /** The first part of its models' ids. */
  readonly id: string
  /** The models available now; empty when the provider cannot be reached. Never rejects. */
  list(): Promise<Model[]>
  /**
   * Streams an answer. Text yielded before a failure is part of the answer.
   * @throws ModelFailure with the class of what went wrong; the signal's reason when it was aborted.
   */
  answer(request: AnswerRequest): AsyncIterable<AnswerPart>
}

/** The catalog over all providers. */
export interface Models {
  /** Every model available now, the offline duck last. Never rejects. */
  list(): Promise<Model[]>
  /** The model with that id if it is available now, else null. */
  find(id: string): Promise<Model | null>
  /** The model used when a session names none: the first real one, else `duck/duck`. */
  defaultModel(): Promise<Model>
  /** As `Provider.answer`; an id of no provider fails as `model-unreachable`. */
  answer(request: AnswerRequest): AsyncIterable<AnswerPart>
}

/** Which providers there are. Null turns one off; the offline duck is always there. */
export interface ModelSettings {
  /** Any OpenAI-compatible server; off without both key and base URL. */
  openai: OpenAiSettings | null
  anthropic: AnthropicSettings | null
  ollama: OllamaSettings | null
}

export interface OpenAiSettings {
  apiKey?: string | undefined
  /** As for OpenAI's own clients, with `/v1`; default https://api.openai.com/v1. */
  baseUrl?: string | undefined
  /** Model names to offer; without them the server is asked. */
  models?: readonly string[] | undefined
}

export interface AnthropicSettings {
  apiKey: string
  /** With or without `/v1`; default https://api.anthropic.com/v1. */
  baseUrl?: string | undefined
}

export interface OllamaSettings {
  /** Default http://127.0.0.1:11434. */
  baseUrl?: string | undefined
}
