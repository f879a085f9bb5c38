/** A conversation and its settings. Times are ISO 8601 in UTC. */
export interface Session {
  id: string
  title: string | null
  /** `provider/model`, or null for the server's default. */
  model: string | null
  systemPrompt: string | null
  /** The leaf shown: the end of the active line. */
  headId: string | null
  pinned: boolean
  archivedAt: string | null
  /** Last message index + 1. */
  messageCount: number
  lastMessageAt: string | null
  lastReadIndex: number
  createdAt: string
  updatedAt: string
}

export interface SessionList {
  sessions: Session[]
  nextCursor: string | null
}
