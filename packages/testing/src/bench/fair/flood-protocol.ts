/** What a user can flood a server with. */
export const FLOODS = ['appends-http', 'appends-ws', 'lists', 'searches', 'sockets', 'sign-ins'] as const
export type FloodName = (typeof FLOODS)[number]

/** Whom the process of floods is, and where. */
export interface FloodTarget {
  /** `http://127.0.0.1:<port>` */
  url: string
  authorization: string
  /** A session of the flooding user's with much in it. */
  sessionId: string
}

/** What it is asked. Floods go on until they are stopped, all at once. */
export type FloodRequest = { do: 'start'; floods: readonly FloodName[]; target: FloodTarget } | { do: 'stop' }

export type FloodReply = { did: 'started' | 'start' } | { did: 'stop'; counts: FloodCounts }

/** Calls and upgrades that were answered, and those of them that were refused as too many. */
export interface FloodCounts {
  answered: number
  refused: number
}
