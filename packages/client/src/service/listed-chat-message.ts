/** A message of a list as callers of the old app keep it, or one that was loaded. */
export interface ListedChatMessage {
  role: string
  content: string
  /** Any text that names it in this conversation. */
  id?: string | undefined
  timestamp?: unknown
  metadata?: object | null | undefined
}
