export { EmbeddedPostgresError, type EmbeddedPostgresErrorCode } from './embedded-postgres-error.ts'
export { keptSecret, readKeptSecret } from './kept-secret.ts'
export {
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
  startEmbeddedPostgres,
} from './start-embedded-postgres.ts'
export { type Visit, visitEmbeddedPostgres } from './visit-embedded-postgres.ts'
