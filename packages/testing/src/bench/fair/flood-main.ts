import type { FloodReply, FloodRequest } from './flood-protocol.ts'
import { FLOOD_WITH } from './floods.ts'

// A process that floods, told over its channel with what and until when.
let floods = new DisposableStack()
let counts = { answered: 0, refused: 0 }

process.on('message', (request: FloodRequest) => {
  if (request.do === 'stop') {
    floods.dispose()
    return send({ did: 'stop', counts })
  }
  floods = new DisposableStack()
  counts = { answered: 0, refused: 0 }
  for (const name of request.floods)
    for (const flood of FLOOD_WITH[name](request.target, counts)) floods.use(flood)
  send({ did: 'start' })
})
process.on('disconnect', () => process.exit())
send({ did: 'started' })

function send(reply: FloodReply): void {
  process.send?.(reply)
}
