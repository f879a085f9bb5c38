import type { ClientReply, ClientReport, ClientRequest, WireName } from './client-protocol.ts'
import { mergeDelays } from './delays.ts'
import { type HelperProcess, startHelper } from './helper-process.ts'

/** Clients in processes of their own. */
export interface Clients extends AsyncDisposable {
  /** One client a session id, spread over the processes. */
  connect(group: string, to: { wire: WireName; url: string; sessionIds: readonly string[] }): Promise<void>
  /** Each client of the group is to get so many code units from now on. */
  expect(group: string, units: number): Promise<void>
  /** Closes the group's sockets. */
  leave(group: string): Promise<void>
  /** Once every client has all, or `ms` have passed. */
  report(group: string, ms: number): Promise<ClientReport>
}

const MAIN = new URL('./clients-main.ts', import.meta.url)

export async function startClients(processes: number): Promise<Clients> {
  const start = () => startHelper<ClientRequest, ClientReply>(MAIN)
  const helpers = await Promise.all(Array.from({ length: processes }, start))
  const askAll = (request: ClientRequest) => Promise.all(helpers.map((helper) => helper.ask(request)))
  return {
    async connect(group, { wire, url, sessionIds }) {
      const share = (at: number) => sessionIds.filter((_, place) => place % processes === at)
      await Promise.all(
        helpers.map((helper, at) => helper.ask({ do: 'connect', group, wire, url, sessionIds: share(at) })),
      )
    },
    async expect(group, units) {
      await askAll({ do: 'expect', group, units })
    },
    async leave(group) {
      await askAll({ do: 'leave', group })
    },
    async report(group, ms) {
      return mergeReports(await askAll({ do: 'report', group, ms }))
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(
        helpers.map((helper: HelperProcess<ClientRequest, ClientReply>) => helper[Symbol.asyncDispose]()),
      )
    },
  }
}

function mergeReports(replies: readonly ClientReply[]): ClientReport {
  const reports = replies.flatMap((reply) => (reply.did === 'report' ? [reply.report] : []))
  const sum = (key: Exclude<keyof ClientReport, 'delays'>) =>
    reports.reduce((total, report) => total + report[key], 0)
  return {
    clients: sum('clients'),
    whole: sum('whole'),
    units: sum('units'),
    frames: sum('frames'),
    gaps: sum('gaps'),
    lost: sum('lost'),
    delays: mergeDelays(reports.map(({ delays }) => delays)),
  }
}
