export { type Legacy, openLegacy } from './legacy.ts'
export { type Backfilled, backfill } from './move/backfill.ts'
export { type Captured, capture, stopCapture } from './move/capture.ts'
export { CUT_OVER_OUTCOMES, type CutOver, type CutOverOutcome, cutOver } from './move/cut-over.ts'
export { hasSession, type LogEntry, log } from './move/log.ts'
export type { MoveOptions, Progress } from './move/move-options.ts'
export { type Purged, purge, purgeObstacles } from './move/purge.ts'
export { ROLL_BACK_OUTCOMES, type RollBackOutcome, rollBack } from './move/roll-back.ts'
export type { Choice } from './move/sessions-of.ts'
export { type Status, status } from './move/status.ts'
export { type Difference, type Verified, verify } from './move/verify.ts'
export { SETTLE_MS, work } from './move/work.ts'
export type { Oddities } from './plan/oddities.ts'
export { type Plan, plan } from './plan/plan.ts'
export type { KnownUser } from './users/known-user.ts'
export { listMappedAccounts, type MappedAccount } from './users/list-mapped.ts'
export {
  type MapOptions,
  type MappedUser,
  mapUsers,
  type Obstacle,
  type UnmappedUser,
  type UsersReport,
} from './users/map-users.ts'
export { isAllCutOver } from './users/old-users.ts'
export { parseUsers } from './users/parse-users.ts'
export { hasHostedUsers, readHostedUsers } from './users/read-hosted-users.ts'
export { refuseStranger } from './users/refuse-stranger.ts'
export { type Undone, undoUsers } from './users/undo-users.ts'
export {
  type LegacyWorker,
  type LegacyWorkerOptions,
  startLegacyWorker,
} from './worker/start-legacy-worker.ts'
