/** Every bound of the product that callers can meet. Sizes are bytes of UTF-8 unless a name says otherwise. */
export const LIMITS = {
  contentBytes: 1024 * 1024,
  metadataBytes: 16 * 1024,
  metadataDepth: 16,
  sessionIdChars: 64,
  titleChars: 200,
  modelChars: 100,
  systemPromptBytes: 64 * 1024,
  pageRows: 200,
  pageDefaultRows: 50,
  pageBytes: 4 * 1024 * 1024,
  searchQueryBytes: 10 * 1024,
  searchHits: 50,
  /** Text and rows that one call of a search looks at; a row counts 256 bytes more. */
  searchedBytes: 64 * 1024 * 1024,
  batchCalls: 10,
  bodyBytes: 2 * 1024 * 1024,
  /** Of a URL, up to the query: ten long procedure names fit into a batch's. */
  pathChars: 1000,
  /** Appends, sends, new sessions and answers asked for, of a user at one server, once the burst is used up. */
  appendsPerSecond: 200,
  appendBurst: 1000,
  /** Of a user at one server. */
  socketsPerUser: 100,
  /** Calls of a user that one server works on at once while others call; more of his wait. */
  callsAtOnce: 2,
  /** Feeds and watched answers, of a user at one server. */
  subscriptionsPerUser: 500,
  /** Calls and subscriptions under way on one WebSocket. */
  socketCalls: 100,
  runningAnswersPerUser: 5,
  queuedAnswersPerUser: 50,
  answerBytes: 1024 * 1024,
  answerMs: 10 * 60_000,
  firstTokenMs: 60_000,
  silenceMs: 60_000,
  /** Sessions that one call of the integrity check looks at. */
  integritySessions: 100,
  syncSessions: 20,
  /** Unicode characters of a note on a message. */
  noteChars: 2_000,
  apiKeysPerUser: 50,
  apiKeyNameChars: 100,
  personNameChars: 100,
  /** UTF-16 code units of one delta when text is caught up. */
  deltaUnits: 64 * 1024,
} as const

/** Metadata keys that only the server writes. */
export const RESERVED_METADATA_KEYS = ['model', 'usage', 'origin', 'finishReason'] as const
