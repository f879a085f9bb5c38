import type { DelayCounts } from './delays.ts'

/** What a process of clients is asked. Groups are told apart by name, and stay connected. */
export type ClientRequest =
  | { do: 'connect'; group: string; wire: WireName; url: string; sessionIds: readonly string[] }
  /** Forget what came; from now on each client is to get so much. */
  | { do: 'expect'; group: string; units: number }
  | { do: 'leave'; group: string }
  /** Reply when every client has all; at most after `ms`. */
  | { do: 'report'; group: string; ms: number }

/** `duck` is tRPC's over WebSocket, `bare` a frame of JSON a delta. */
export type WireName = 'duck' | 'bare'

export type ClientReply =
  | { did: 'started' | 'connect' | 'expect' | 'leave' }
  | { did: 'report'; report: ClientReport }

export interface ClientReport {
  clients: number
  /** Clients that have all. */
  whole: number
  /** UTF-16 code units that came in order, of all clients. */
  units: number
  frames: number
  /** Text that did not begin where the last ended. */
  gaps: number
  /** Clients whose socket the server closed or whose subscription it ended, since they connected. */
  lost: number
  /** From the model's writing of each delta to the client's reading. */
  delays: DelayCounts
}
