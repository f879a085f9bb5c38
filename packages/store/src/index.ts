export { addPerson } from './auth/add-person.ts'
export { API_KEY_PREFIX, createApiKey, listApiKeys, revokeApiKey } from './auth/api-keys.ts'
export { authAdapter } from './auth/auth-adapter.ts'
export { type AuthDb, connectAuth } from './auth/auth-db.ts'
export { addDeparture, type Departure, endDeparture, listDepartures } from './auth/departures.ts'
export { type Entrance, entranceOf } from './auth/entrance.ts'
export { findApiKey, findSignIn, type Identity, SIGN_IN_SECONDS, stillGood } from './auth/identity.ts'
export { isServed } from './auth/is-served.ts'
export { knownPeople } from './auth/known-people.ts'
export {
  findLink,
  type LinkOptions,
  type LinkPurpose,
  makeLink,
  type OneTimeLinkOptions,
  oneTimeLink,
  useLink,
} from './auth/links.ts'
export {
  claimOperator,
  findFirstGuest,
  findPerson,
  getPerson,
  hasPassword,
  listPeople,
  passOperatorOn,
  proveAddress,
} from './auth/people.ts'
export { countRequest, forgetOldCounts, type Rate } from './auth/rates.ts'
export { removePerson } from './auth/remove-person.ts'
export { listSignIns, revokeAll, revokeSignIn } from './auth/sign-ins.ts'
export { fromCursor, toCursor } from './cursor.ts'
export { type ConnectOptions, connect, type Db } from './db.ts'
export { toDuckError } from './errors.ts'
export { runMove } from './legacy/run-move.ts'
export { type Appended, type AppendInput, appendMessage } from './message/append.ts'
export { type ContextTurn, getMessageContext } from './message/context.ts'
export { countSessions, getSessionState, type SessionState } from './message/count.ts'
export { countShown, type Shown } from './message/count-shown.ts'
export {
  type GiveFeedbackInput,
  giveFeedback,
  type ListFeedbackInput,
  listFeedback,
} from './message/feedback.ts'
export { getMessage } from './message/get.ts'
export { type LineInput, listLine } from './message/line.ts'
export { type ListInput, listMessages } from './message/list.ts'
export { type SearchInput, searchMessages } from './message/search.ts'
export { type SendInput, type Sent, sendMessage } from './message/send.ts'
export { adoptionFaults } from './migrate/adopt.ts'
export { leaveLegacy } from './migrate/leave-legacy.ts'
export { migrate } from './migrate/migrate.ts'
export { whenFree } from './migrate/when-free.ts'
export { Listener, type ListenOptions } from './notice/listener.ts'
export { NOTICE_BYTES, sendNotices } from './notice/send-notices.ts'
export { Permits } from './pool/permits.ts'
export { loginUrl } from './roles/ensure-login.ts'
export { findAuthUrl } from './roles/find-auth-url.ts'
export { type PreparedDatabase, type PrepareOptions, prepareDatabase } from './roles/prepare-database.ts'
export { unreachableDatabase } from './roles/unreachable-database.ts'
export { beat, forgetServer, isServerConnected, listForgottenServers, ping } from './server/beat.ts'
export { adoptSessions } from './session/adopt.ts'
export { type CreateInput, createSession } from './session/create.ts'
export { deleteSession } from './session/delete.ts'
export { getSession } from './session/get.ts'
export { indexAt } from './session/index-at.ts'
export { listSessions, type SessionListInput } from './session/list.ts'
export { type MarkReadInput, markRead } from './session/mark-read.ts'
export { restoreSession } from './session/restore.ts'
export { type SelectHeadInput, selectHead } from './session/select-head.ts'
export { isUnnamed, nameSession, titleSession } from './session/title.ts'
export { touchSession, type UpdateInput, updateSession } from './session/update.ts'
export { listAllSessions, listSessionIds, verifySession } from './session/verify.ts'
export { askStop } from './stream/ask-stop.ts'
export { type Checkpoint, checkpointStreams } from './stream/checkpoint.ts'
export { type Finalized, type FinalizeInput, finalizeStream } from './stream/finalize.ts'
export { findStream, getStream, listStreams } from './stream/list.ts'
export { type OpenInput, openStream } from './stream/open.ts'
export { type DurableText, type Reading, readCheckpoints } from './stream/read-checkpoints.ts'
export { listServerStreams, listUsersStreams, type OwnedStream } from './stream/server-streams.ts'
export { type Settled, settleOrphans } from './stream/settle.ts'
export { type Start, startStream } from './stream/start.ts'
