import { connect, createSession, listMessages } from '@duck/store'
import type { Outcome } from '../history.ts'
import { appendIn } from '../variants/append-ways.ts'
import { outcomeOfError } from './outcome-of.ts'
import type { WorkerReply, WorkerRequest, WorkerSettings } from './worker-protocol.ts'

// A process of its own that embeds the store, so that it can be killed with load on it.
const settings = JSON.parse(process.env.DUCK_HISTORY_WORKER ?? '{}') as WorkerSettings
const db = await connect(settings.url)
const append = appendIn(settings.appendWay, db, settings.url)

process.on('message', (request: WorkerRequest) => void reply(request))
process.on('disconnect', () => process.exit())
send('ready')

async function reply(request: WorkerRequest): Promise<void> {
  const outcome = await answer(request).catch(outcomeOfError)
  send({ number: request.number, outcome })
}

async function answer(request: WorkerRequest): Promise<Outcome<unknown>> {
  if (request.verb === 'list') return { kind: 'ack', value: await listMessages(db, request.input) }
  if (request.verb === 'append') {
    const { message, replay } = await append(request.input)
    return { kind: 'ack', value: message, replay }
  }
  const { userId, sessionId } = request.input
  return { kind: 'ack', value: await createSession(db, { userId, id: sessionId }) }
}

function send(message: WorkerReply): void {
  process.send?.(message)
}
