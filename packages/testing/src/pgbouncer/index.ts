export {
  type Pgbouncer,
  type PgbouncerOptions,
  serversRoles,
  startPgbouncer,
  userOf,
} from './start-pgbouncer.ts'
