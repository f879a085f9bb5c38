export { type Command, commandsOf, EVERY_VERB, PLAIN_VERBS, toStep, type Verb } from './commands.ts'
export {
  afterStep,
  EMPTY_SESSION,
  headIn,
  type ModelRow,
  type SessionModel,
  type Step,
} from './session-model.ts'
