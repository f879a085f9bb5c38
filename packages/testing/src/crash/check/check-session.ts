import { isDeepStrictEqual } from 'node:util'
import type { Message } from '@duck/protocol'
import { NEXT_DELTAS } from '../answer.ts'
import type { ObservedTab, SessionView } from '../session-view.ts'
import { broken } from './broken.ts'

const CONVERGED_WITHIN_MS = 15_000

/** Every promise about a session that was broken, whatever became of its first answer. */
export function checkSession(view: SessionView): string[] {
  return [
    ...broken(view.asked !== 1, `the model was asked ${view.asked} times`),
    ...checkAnswer(view),
    ...checkRows(view),
    ...checkNext(view),
    ...view.tabs.flatMap((tab) => checkTab(tab, view)),
  ]
}

function checkAnswer({ rows, prompt, streams, answer }: SessionView): string[] {
  const row = rows.find(({ id }) => id === prompt.streamId)
  const status = streams.find(({ id }) => id === prompt.streamId)?.status
  if (!row) return broken(status === 'finalized', 'the stream is finalized and there is no row')
  const { content, finishReason } = row
  const end = { completed: 'finalized', interrupted: 'interrupted' }[String(finishReason)]
  return [
    ...broken(end !== status || !end, `the row is ${finishReason}, its stream ${status}`),
    ...broken(finishReason === 'completed' && content !== answer, 'the row is completed, but not whole'),
    ...broken(!answer.startsWith(content), 'the row has another text than the model said'),
    ...broken(content === '', 'the row is empty'),
  ]
}

function checkRows({ rows, listed, prompt, next }: SessionView): string[] {
  const asked = rows.find(({ id }) => id === prompt.id)
  const answers = rows.filter(({ role, id }) => role === 'assistant' && id !== next.streamId)
  const others = answers.filter(({ id }) => id !== prompt.streamId)
  return [
    ...broken(asked?.content !== prompt.content || asked.role !== 'user', "the user's message is not there"),
    ...broken(others.length > 0, `${others.length} more rows answer the prompt`),
    ...broken(new Set(rows.map(({ id }) => id)).size < rows.length, 'one id is in two rows'),
    ...broken(!isDense(rows), `by SQL the indexes are ${indexes(rows)}`),
    ...broken(!isDense(listed), `by message.list the indexes are ${indexes(listed)}`),
    ...broken(!isDeepStrictEqual(rows, listed), 'message.list does not show what the database holds'),
  ]
}

function checkNext({ rows, next, streams }: SessionView): string[] {
  const asked = rows.find(({ id }) => id === next.id)
  const answer = rows.find(({ id }) => id === next.streamId)
  const status = streams.find(({ id }) => id === next.streamId)?.status ?? 'missing'
  return [
    ...broken(asked?.content !== next.content, 'the next message is not there'),
    ...broken(status !== 'finalized', `the stream of the next answer is ${status}`),
    ...broken(answer?.content !== NEXT_DELTAS.join(''), 'the next answer is not there'),
  ]
}

function checkTab(tab: ObservedTab, { rows, answer }: SessionView): string[] {
  const { name, text, changed, list, stillRunning, convergedMs } = tab
  return [
    ...broken(!answer.startsWith(text) || changed > 0, `${name} saw another text than the model said`),
    ...broken(!isDeepStrictEqual(list, rows), `${name} does not show what the database holds`),
    ...broken(stillRunning.length > 0, `${name} shows an answer as being written that is over`),
    ...broken((convergedMs ?? 0) > CONVERGED_WITHIN_MS, `${name} was right only after ${convergedMs} ms`),
  ]
}

function isDense(rows: readonly Message[]): boolean {
  return rows.every(({ messageIndex }, place) => messageIndex === place)
}

function indexes(rows: readonly Message[]): string {
  return rows.map(({ messageIndex }) => messageIndex).join(', ')
}
