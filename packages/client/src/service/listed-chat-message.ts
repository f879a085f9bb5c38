/** A message of a list as callers of the old app keep it, or one that was loaded. Other fields are kept too. */
export interface ListedChatMessage {
  role: string
  /** Text; what else an old app had is read as a legacy move reads it. */
  content: unknown
  /** What names it in this conversation. */
  id?: string | number | undefined
  timestamp?: unknown
  metadata?: object | null | undefined
}
