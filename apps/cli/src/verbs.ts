import { legacyUsers } from './legacy/users.ts'
import { login } from './login/login.ts'
import { addUser } from './user/add.ts'
import { deleteUser } from './user/delete.ts'
import { listUsers } from './user/list.ts'
import { resetUser } from './user/reset.ts'
import type { Verb } from './verb.ts'

/** All there are, in the order of help. */
export const VERBS: readonly Verb[] = [listUsers, addUser, resetUser, deleteUser, login, legacyUsers]
