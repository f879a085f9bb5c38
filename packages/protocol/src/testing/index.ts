export { type Command, commandsOf, EVERY_VERB, PLAIN_VERBS, STRAY_ID, toStep } from './commands.ts'
export { EMPTY_SESSION, headIn, type SessionModel, type Step, tryStep } from './session-model.ts'
export { streamEvents } from './stream-events.ts'
export {
  comeToRest,
  newWire,
  type PlayedTab,
  playAct,
  type SyncAct,
  syncActs,
  type Wire,
} from './sync-history.ts'
export { agrees, type SeenTab, saysOnlyWhatWasSaid, showsWhatItShowed } from './sync-promises.ts'
export { type ServedStream, SyncServer } from './sync-server.ts'
