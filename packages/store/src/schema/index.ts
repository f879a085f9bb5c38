export { editorFile } from '../legacy/editor-file.ts'
export { dumpSchema } from './dump-schema.ts'
export { PRODUCT, type Scope } from './scope.ts'
