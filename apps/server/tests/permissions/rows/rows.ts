import { MESSAGE_ROWS } from './message-rows.ts'
import { OTHER_ROWS } from './other-rows.ts'
import type { Row } from './row.ts'
import { SESSION_ROWS } from './session-rows.ts'

/** Every procedure of the router. */
export const ROWS: Record<string, Row> = { ...SESSION_ROWS, ...MESSAGE_ROWS, ...OTHER_ROWS }
