import { once } from 'node:events'
import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'
import { type Pace, pace } from '../live/pace.ts'
import { STAMP_UNITS, stampNow, stampText } from '../live/stamp.ts'

// The least that a server can do: each delta is made into one frame, which is sent to every client.
const server = createServer()
const wss = new WebSocketServer({ server })
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const address = server.address()

process.on('message', (wanted: Pace) => {
  void play(wanted).then(() => process.send?.('played'))
})
process.on('disconnect', () => process.exit())
process.send?.(`ws://127.0.0.1:${typeof address === 'object' ? address?.port : address}`)

async function play(wanted: Pace): Promise<void> {
  let offset = 0
  await pace(wanted, () => {
    const frame = JSON.stringify({ o: offset, d: stampText(stampNow()) })
    offset += STAMP_UNITS
    for (const client of wss.clients) client.send(frame)
  })
}
