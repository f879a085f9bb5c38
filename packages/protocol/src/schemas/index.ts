export { nothing } from './fields.ts'
export { type HealthIntegrity, healthIntegrity } from './health.ts'
export {
  type MessageAppend,
  type MessageLineInput,
  type MessageListInput,
  type MessageSearchInput,
  type MessageSend,
  messageAppend,
  messageCountInput,
  messageGet,
  messageLine,
  messageList,
  messageSearch,
  messageSend,
} from './message.ts'
export {
  type SessionCreate,
  type SessionDelete,
  type SessionIndexAt,
  type SessionListInput,
  type SessionMarkRead,
  type SessionSelectHead,
  type SessionUpdate,
  sessionCreate,
  sessionDelete,
  sessionGet,
  sessionIndexAt,
  sessionList,
  sessionMarkRead,
  sessionRestore,
  sessionSelectHead,
  sessionUpdate,
} from './session.ts'
export {
  type StreamStart,
  type StreamWatch,
  type SyncSubscribe,
  streamList,
  streamStart,
  streamStop,
  streamWatch,
  syncSubscribe,
} from './stream.ts'
