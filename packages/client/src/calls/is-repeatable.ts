/**
 * Mutations that do the same once and twice: they carry an id of the caller's, or make something so that cannot be more so. What
 * sets something is not among them: somebody else may have set it since.
 */
const REPEATABLE: ReadonlySet<string> = new Set([
  'session.create',
  'session.delete',
  'session.restore',
  'session.markRead',
  'message.append',
  'message.send',
  'stream.start',
  'stream.stop',
])

/** Whether a mutation may be made again when it is not known whether it happened. */
export function isRepeatable(path: string): boolean {
  return REPEATABLE.has(path)
}
