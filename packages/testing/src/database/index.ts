export { createTestDatabase, type TestDatabase } from './create-test-database.ts'
export type { TestDatabases } from './provided.ts'
export { type TestDatabaseHandle, useTestDatabase } from './use-test-database.ts'
export { type Guard, whenWeDie } from './when-we-die.ts'
