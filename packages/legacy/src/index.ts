export { type Legacy, openLegacy } from './legacy.ts'
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
