import { appRouter } from '../app-router.ts'

const PROCEDURES = new Set(Object.keys(appRouter._def.procedures))

/** What an HTTP call of `path` (below /trpc) is: a procedure's name, `batch` for several, else `unknown`. */
export function callName(path: string): string {
  if (path.includes(',')) return 'batch'
  return PROCEDURES.has(path) ? path : 'unknown'
}
