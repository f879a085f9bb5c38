export { nothing } from './fields.ts'
export {
  type MessageAppend,
  type MessageListInput,
  type MessageSend,
  messageAppend,
  messageCountInput,
  messageGet,
  messageList,
  messageSend,
} from './message.ts'
export {
  type SessionCreate,
  type SessionDelete,
  type SessionListInput,
  type SessionUpdate,
  sessionCreate,
  sessionDelete,
  sessionGet,
  sessionList,
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
