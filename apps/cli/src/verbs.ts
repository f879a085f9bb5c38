import { legacyBackfill } from './legacy/backfill.ts'
import { legacyCapture } from './legacy/capture.ts'
import { legacyCutOver } from './legacy/cut-over.ts'
import { legacyLog } from './legacy/log.ts'
import { legacyPlan } from './legacy/plan.ts'
import { legacyPurge } from './legacy/purge.ts'
import { legacyRollBack } from './legacy/roll-back.ts'
import { legacyStatus } from './legacy/status.ts'
import { legacyUsers } from './legacy/users.ts'
import { legacyVerify } from './legacy/verify.ts'
import { login } from './login/login.ts'
import { addUser } from './user/add.ts'
import { deleteUser } from './user/delete.ts'
import { listUsers } from './user/list.ts'
import { resetUser } from './user/reset.ts'
import type { Verb } from './verb.ts'

/** All there are, in the order of help. */
export const VERBS: readonly Verb[] = [
  listUsers,
  addUser,
  resetUser,
  deleteUser,
  login,
  legacyPlan,
  legacyCapture,
  legacyBackfill,
  legacyVerify,
  legacyCutOver,
  legacyRollBack,
  legacyPurge,
  legacyStatus,
  legacyUsers,
  legacyLog,
]
