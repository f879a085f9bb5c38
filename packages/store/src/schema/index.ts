export { editorSql } from '../migrate/editor-sql.ts'
export { dumpSchema } from './dump-schema.ts'
export { PRODUCT, type Scope } from './scope.ts'
