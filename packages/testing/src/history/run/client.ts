import type { Message } from '@duck/protocol'
import type { AppendInput, ListInput } from '@duck/store'
import type { Random } from '../../random/random.ts'
import type { Outcome } from '../history.ts'
import type { SessionKey, Target } from '../target/target.ts'
import type { Plan } from './plan.ts'
import type { Recorder } from './recorder.ts'
import { settle } from './settle.ts'
import { textWith } from './texts.ts'

export interface ClientOptions {
  number: number
  plan: Plan
  target: Target
  recorder: Recorder
  /** A caller that breaks the rule of the one id. */
  retriesWithNewId?: boolean
}

interface Client extends ClientOptions {
  random: Random
  made: number
  /** What it sent and got an ack for. */
  acked: AppendInput[]
  /** The message counts it knows. */
  counts: Map<string, number>
}

const HOT_SHARE = 0.5
const KEPT_ACKS = 50
const PAGE = 200

/** Appends and reads until as many ids are acked as planned, or `stopped`. */
export async function runClient(options: ClientOptions, stopped: () => boolean): Promise<void> {
  const { plan, recorder, number } = options
  const random = plan.random.fork(`client ${number}`)
  const client: Client = { ...options, random, made: 0, acked: [], counts: new Map() }
  // Each act decides for itself, so that how one fared does not move what the next ones do.
  for (let acts = 0; recorder.acked() < plan.appends && !stopped(); acts++)
    await act(Object.assign(client, { random: random.fork(acts) }))
}

function act(client: Client): Promise<unknown> {
  const { random, plan, acked } = client
  const session = random.pick(random.chance(HOT_SHARE) ? plan.hot : plan.own)
  const what = random.next()
  const [known, ...more] = acked
  if (what < 0.22) return read(client, session)
  if (what < 0.26) return readWhole(client, session)
  if (what < 0.3 && known) return append(client, random.pick([known, ...more]))
  if (what < 0.33 && known) return append(client, reused(client, random.pick([known, ...more])))
  return append(client, newMessage(client, session))
}

function newMessage(client: Client, { userId, sessionId }: SessionKey): AppendInput {
  const { random, counts } = client
  const known = random.chance(0.1) ? counts.get(sessionId) : undefined
  return {
    userId,
    sessionId,
    id: random.uuid(),
    role: random.pick(['user', 'user', 'assistant', 'system']),
    content: textWith(nextToken(client), random),
    ...(random.chance(0.2) ? { metadata: { at: random.between(0, 9), note: 'née “x”' } } : {}),
    ...(known === undefined ? {} : { expectedMessageCount: known }),
  }
}

/** The id of something else: this is to be refused. */
function reused(client: Client, input: AppendInput): AppendInput {
  return { ...input, content: textWith(nextToken(client), client.random) }
}

function nextToken(client: Client): string {
  return `c${client.number}-${client.made++}`
}

async function append(client: Client, input: AppendInput): Promise<void> {
  const { number, recorder, target, random, retriesWithNewId = false } = client
  const outcome = await settle(random, (attempt): Promise<Outcome<Message>> => {
    const sent = retriesWithNewId && attempt > 0 ? { ...input, id: random.uuid() } : input
    return recorder.append(number, sent, () => target.append(number + attempt, sent))
  })
  if (outcome.kind !== 'ack') return
  learn(client, input.sessionId, outcome.value.messageIndex + 1)
  client.acked.push(input)
  if (client.acked.length > KEPT_ACKS) client.acked.shift()
}

async function read(client: Client, { userId, sessionId }: SessionKey): Promise<void> {
  const { random, counts } = client
  const at = random.between(0, counts.get(sessionId) ?? 10)
  const limit = random.between(1, PAGE)
  const bounds = random.pick([{}, {}, { before: at }, { after: at - 1 }, { around: at }])
  await list(client, { userId, sessionId, ...bounds, limit })
}

async function readWhole(client: Client, { userId, sessionId }: SessionKey): Promise<void> {
  for (let after = -1; ; after += PAGE) {
    const outcome = await list(client, { userId, sessionId, after, limit: PAGE })
    if (outcome.kind !== 'ack' || outcome.value.messageCount <= after + 1 + PAGE) return
  }
}

async function list(client: Client, input: ListInput) {
  const { number, recorder, target, counts } = client
  const outcome = await recorder.list(number, input, () => target.list(number, input))
  if (outcome.kind === 'ack') counts.set(input.sessionId, outcome.value.messageCount)
  return outcome
}

function learn({ counts }: Client, sessionId: string, count: number): void {
  counts.set(sessionId, Math.max(count, counts.get(sessionId) ?? 0))
}
