export { type Clock, realClock } from './clock.ts'
export { ModelFailure } from './failure.ts'
export { createModels } from './models.ts'
export type {
  AnswerPart,
  AnswerRequest,
  AnthropicSettings,
  ChatTurn,
  ModelSettings,
  Models,
  OllamaSettings,
  OpenAiSettings,
  Provider,
  Usage,
} from './port.ts'
