import type { ServerResponse } from 'node:http'
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises'
import { closingEvents, completion, deltaEvent, errorBody, openingEvents } from './chunks.ts'
import { wordPieces } from './replies.ts'
import type { ModelRequest, Script } from './script.ts'
import { writeSplit, writeWhole } from './write-bytes.ts'

/** The connection a script is played on; `cut` closes it from the server's side. */
export interface Stage {
  request: ModelRequest
  response: ServerResponse
  /** Aborted when the connection is gone, whoever closed it. */
  gone: AbortSignal
  cut: () => void
}

/** Plays the script to its end; rejects as soon as the connection is gone. */
export async function playScript(stage: Stage, script: Script): Promise<void> {
  if (script.status !== undefined) return sendJson(stage, script.status, { error: errorBody(script) })
  return stage.request.stream ? streamAnswer(stage, script) : sendAnswer(stage, script)
}

export function sendJson({ response }: Pick<Stage, 'response'>, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

async function streamAnswer(stage: Stage, script: Script): Promise<void> {
  const { request, response } = stage
  const write = script.splitBytes ? writeSplit : writeWhole
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' })
  response.flushHeaders()
  const pieces = textPieces(script)
  for (const event of openingEvents(request, script)) await write(stage, event)
  for (const [at, piece] of pieces.entries()) {
    await waitForTurn(stage, script, at)
    await write(stage, deltaEvent(request, piece))
  }
  await waitForGate(stage, script, pieces.length)
  for (const event of closingEvents(request, script, pieces.length)) await write(stage, event)
  await endAs(stage, script)
}

async function sendAnswer(stage: Stage, script: Script): Promise<void> {
  const pieces = textPieces(script)
  for (const at of pieces.keys()) await waitForTurn(stage, script, at)
  await waitForGate(stage, script, pieces.length)
  if (script.end === 'hang') return
  if (script.end === 'cut') return stage.cut()
  sendJson(stage, 200, completion(stage.request, script, pieces))
}

async function endAs({ response, cut }: Stage, script: Script): Promise<void> {
  if (script.end === 'hang') return
  // Node corks a response until the next tick: without a turn the cut would take the last deltas with it.
  await turn()
  if (script.end === 'cut') cut()
  else response.end()
}

async function waitForTurn(stage: Stage, script: Script, at: number): Promise<void> {
  const { delayMs = 0 } = script
  const ms = typeof delayMs === 'number' ? delayMs : delayMs[at]
  if (ms) await sleep(ms, undefined, { signal: stage.gone })
  await waitForGate(stage, script, at)
}

async function waitForGate({ gone }: Stage, { gate }: Script, at: number): Promise<void> {
  if (gate?.before !== at) return
  gate.reached?.()
  await Promise.race([gate.opened, aborted(gone)])
  gone.throwIfAborted()
}

function aborted(signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  if (signal.aborted) resolve()
  signal.addEventListener('abort', () => resolve(), { once: true })
  return promise
}

function textPieces({ deltas }: Script): readonly string[] {
  return typeof deltas === 'string' ? wordPieces(deltas) : deltas
}
