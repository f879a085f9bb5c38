import { ClientGroup, groupOf } from './client-group.ts'
import type { ClientReply, ClientRequest } from './client-protocol.ts'

// A process of clients, told over its channel whom to connect to and what to wait for.
const groups = new Map<string, ClientGroup>()

process.on('message', (request: ClientRequest) => {
  answer(request).then(send, (error) => {
    console.error(error)
    process.exit(1)
  })
})
process.on('disconnect', () => process.exit())
send({ did: 'started' })

async function answer(request: ClientRequest): Promise<ClientReply> {
  if (request.do === 'report')
    return { did: 'report', report: await groupOf(groups, request.group).report(request.ms) }
  if (request.do === 'expect') groupOf(groups, request.group).expect(request.units)
  else if (request.do === 'leave') groupOf(groups, request.group).leave()
  else await connect(request)
  return { did: request.do }
}

async function connect({
  group: name,
  wire,
  url,
  sessionIds,
}: ClientRequest & { do: 'connect' }): Promise<void> {
  const group = new ClientGroup(wire)
  groups.set(name, group)
  await group.connect(url, sessionIds)
}

function send(reply: ClientReply): void {
  process.send?.(reply)
}
