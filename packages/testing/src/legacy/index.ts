export { createLegacyDatabase, OLD_TABLE } from './create-legacy-database.ts'
