export { activeLine } from './active-line.ts'
export { backoffMs } from './backoff.ts'
export { DuckError, ERROR_CODES, type ErrorCode, type ErrorFacts, HTTP_STATUS } from './errors.ts'
export { type Failure, failureOf, isAbsent, isSignedOut, isTransient } from './failure.ts'
export { FEEDBACK_VALUES, type Feedback, type FeedbackGiven, type FeedbackValue } from './feedback.ts'
export { type ChosenHead, headOf } from './head.ts'
export { type Heard, hearMore, isBehind } from './heard.ts'
export type { IntegrityFault, IntegrityReport } from './integrity.ts'
export { LIMITS, RESERVED_METADATA_KEYS } from './limits.ts'
export {
  dropStreams,
  forgetStreams,
  type Invalidation,
  type LiveState,
  type LiveStep,
  type LiveStream,
  NO_STREAMS,
} from './live-state.ts'
export { reduceLive } from './live-streams.ts'
export { mergeLists, unionByIndex } from './merge-lists.ts'
export {
  type FinishReason,
  type JsonValue,
  type Message,
  type MessageList,
  type Metadata,
  type Origin,
  ROLES,
  type Role,
} from './message.ts'
export { metadataFault } from './metadata-fault.ts'
export type { Model } from './model.ts'
export { must } from './must.ts'
export { oneAtATime } from './one-at-a-time.ts'
export { parentOf } from './parent.ts'
export { type AskedAnswer, type Place, placeAnswer } from './place-answer.ts'
export {
  dropDoubted,
  type Fetched,
  reconcileHidden,
  reconcileNothing,
  reconcileRows,
  reconcileStreams,
} from './reconcile-live.ts'
export { idOf, idOfCopy, type ListedMessage, messagesToAppend, planSave } from './save-list.ts'
export type { SearchHit, SearchPage } from './search.ts'
export type { Session, SessionList } from './session.ts'
export {
  ERROR_CLASSES,
  type ErrorClass,
  isRunning,
  STREAM_STATUSES,
  type Stream,
  type StreamEnd,
  type StreamStatus,
} from './stream.ts'
export {
  type EndingEvent,
  endingOf,
  errorClassOf,
  type FailureClass,
  finishReasonOf,
  type InterruptionClass,
  rowOf,
  type StreamEnding,
} from './stream-ending.ts'
export {
  hasEnded,
  type IgnoredBecause,
  nextStreamState,
  STREAM_TRANSITIONS,
  type StreamEvent,
  type StreamState,
} from './stream-state.ts'
export type {
  Counts,
  HeartbeatEvent,
  OpenStream,
  ReadyEvent,
  StreamDeltaEvent,
  StreamEndedEvent,
  SyncEvent,
  WatchEvent,
} from './sync-event.ts'
export {
  cutToBytes,
  endsOnHighSurrogate,
  isStorable,
  textPieces,
  toStorable,
  UNSTORABLE,
  utf8Bytes,
} from './text.ts'
export type { ApiKey, Me, OneTimeLink, Person, PersonList, SignIn, SignInOptions } from './user.ts'
export { isUuid, uuidv7 } from './uuid.ts'
