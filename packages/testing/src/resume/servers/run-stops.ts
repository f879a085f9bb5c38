import type { RecordedRequest } from '../../model-server/request-log.ts'
import type { Random } from '../../random/random.ts'
import { oddAnswer } from '../stage/odd-answer.ts'
import type { Stage } from '../stage/open-stage.ts'
import { until } from '../stage/until.ts'
import type { Figure, Verdict } from '../verdict.ts'

const CLOSED_WITHIN_MS = 1000
const GIVES_UP_AFTER_MS = 5_000
const DELTAS = 30

/** An answer that server 0 writes and that would never end by itself. */
interface Endless {
  sessionId: string
  streamId: string
  request: RecordedRequest
}

type Act = (stage: Stage, endless: Endless) => Promise<unknown>

/** What a user does at server 1, and whether the answer's row is there afterwards. */
const ACTS: Record<string, { act: Act; rows: number }> = {
  'stream.stop': {
    act: (stage, { streamId }) => stage.client(1).rpc.stream.stop.mutate({ streamId }),
    rows: 1,
  },
  'session.delete': {
    act: (stage, { sessionId }) => stage.client(1).rpc.session.delete.mutate({ sessionId }),
    rows: 1,
  },
  'session.delete for ever': {
    act: (stage, { sessionId }) => stage.client(1).rpc.session.delete.mutate({ sessionId, forever: true }),
    rows: 0,
  },
}

/** Ends answers at the server that does not write them: the model sees its connection closed, the row says `stopped`. */
export async function runStops(stage: Stage, random: Random): Promise<Verdict> {
  const violations: string[] = []
  const figures: Figure[] = []
  for (const [name, { act, rows }] of Object.entries(ACTS)) {
    const endless = await beginEndless(stage, random.fork(name))
    const at = performance.now()
    await act(stage, endless)
    const closed = await until(
      'the end of the connection',
      GIVES_UP_AFTER_MS,
      () => endless.request.clientClosedAt ?? false,
    ).catch(() => null)
    figures.push({
      name: `${name} at the other server closes the model's connection after`,
      value: closed === null ? Number.POSITIVE_INFINITY : closed - at,
      unit: 'ms',
      limit: CLOSED_WITHIN_MS,
    })
    const wrong = await until(
      'the row',
      GIVES_UP_AFTER_MS,
      async () => (await faultOf(stage, endless, rows)) === null,
    ).then(
      () => null,
      () => faultOf(stage, endless, rows),
    )
    if (closed === null) violations.push(`${name} at the other server does not reach the model`)
    if (wrong !== null) violations.push(`${name} at the other server: ${wrong}`)
  }
  return { violations, figures, counts: { 'answers ended at the other server': figures.length } }
}

async function beginEndless(stage: Stage, random: Random): Promise<Endless> {
  const [sessionId, streamId, prompt] = [random.uuid(), random.uuid(), random.uuid()]
  stage.scripts.set(prompt, oddAnswer(random, { deltas: DELTAS, end: 'hang' }))
  const arriving = stage.model.request(stage.model.requests.length)
  const { rpc } = stage.client(0)
  await rpc.session.create.mutate({ id: sessionId })
  await rpc.message.send.mutate({ sessionId, id: random.uuid(), streamId, content: prompt })
  await until('text in the database', GIVES_UP_AFTER_MS, async () => {
    const rows = await stage.sql`select 1 from stream_checkpoints where stream_id = ${streamId}`
    return rows.length > 0
  })
  return { sessionId, streamId, request: await arriving }
}

async function faultOf({ sql }: Stage, { streamId }: Endless, rows: number): Promise<string | null> {
  const [stream] = await sql<{ status: string }[]>`select status from message_streams where id = ${streamId}`
  if (stream && stream.status !== 'stopped') return `the stream is ${stream.status}`
  const found = await sql<
    { reason: string }[]
  >`select finish_reason as reason from messages where id = ${streamId}`
  if (found.length !== rows) return `there are ${found.length} rows of the answer instead of ${rows}`
  return found.every(({ reason }) => reason === 'stopped') ? null : 'the row does not say stopped'
}
