export { type Command, commandsOf, EVERY_VERB, PLAIN_VERBS, STRAY_ID, toStep } from './commands.ts'
export { EMPTY_SESSION, headIn, type SessionModel, type Step, tryStep } from './session-model.ts'
export { streamEvents } from './stream-events.ts'
