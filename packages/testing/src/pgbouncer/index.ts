export { type Pgbouncer, type PgbouncerOptions, startPgbouncer, userOf } from './start-pgbouncer.ts'
