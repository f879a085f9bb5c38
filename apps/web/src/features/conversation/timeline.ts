import { isRunning, type Message, type MessageList, type Stream } from '@duck/protocol'
import { ackedRows, isPending } from '../../lib/message-list.ts'
import type { RefusedEntry } from '../../lib/outbox/outbox-entry.ts'
import type { LiveHead } from '../../lib/use-live.ts'
import { dayOf } from './day-of.ts'

/** One thing the conversation shows, in reading order. Its key stays when a bubble becomes its row. */
export type TimelineItem =
  | { kind: 'prompt'; key: string; row: Message }
  | { kind: 'note'; key: string; row: Message }
  | {
      kind: 'answer'
      key: string
      row: Message | null
      head: LiveHead | null
      again: Again
      quote: string | null
    }
  | { kind: 'ending'; key: string; stream: Stream; again: Again }
  | { kind: 'refused'; key: string; refused: RefusedEntry }
  | { kind: 'day'; key: string; time: string; sessionId: string }

/**
 * How to ask for another answer: `retry` answers the prompt once more in its place. Where that would take later
 * messages off the line, only asking anew, at the end, is offered.
 */
export interface Again {
  promptId: string
  how: 'retry' | 'ask-anew' | 'none'
}

export interface TimelineInput {
  list: MessageList | undefined
  /** The part of the session that is shown. */
  shown: Shown
  streams: readonly Stream[]
  heads: readonly LiveHead[]
  refused: readonly RefusedEntry[]
  /** The present. */
  now?: Date
}

export interface Shown {
  /** All its rows, and those that stand on the line. */
  rows: readonly Message[]
  line: readonly Message[]
  /** The session's end, with what is on its way, belongs to it. */
  live: boolean
}

export function timeline({ list, shown, streams, heads, refused, now = new Date() }: TimelineInput) {
  const acked = list ? ackedRows(list) : []
  const rows = [...shown.rows, ...acked]
  const ids = new Set(rows.map(({ id }) => id))
  const line = shown.live ? [...shown.line, ...ahead(list, acked)] : shown.line
  const running = liveAnswers(heads, streams, ids)
  const live = shown.live ? running.filter((head) => isShown(head, line, ids)) : []
  const hidden = new Set(live.flatMap(({ promptId }) => answersReplacedBy(line, promptId)))
  const endings = endingsByPrompt(streams, rows, running)

  const items: TimelineItem[] = []
  const again = (promptId: string): Again => ({
    promptId,
    how: howAgain(line, shown.live ? live : running, promptId, shown.live),
  })
  const quote = (promptId: string) =>
    quoteOf(
      items.findLast(({ kind }) => kind !== 'day'),
      promptId,
      line,
    )
  let day = dayOf(now)
  for (const row of line) {
    if (hidden.has(row.id)) continue
    if (dayOf(new Date(row.createdAt)) !== day) {
      day = dayOf(new Date(row.createdAt))
      items.push({ kind: 'day', key: `day-${row.id}`, time: row.createdAt, sessionId: row.sessionId })
    }
    items.push(itemOf(row, again, quote))
    const stream = endings.get(row.id)
    if (stream) items.push({ kind: 'ending', key: `end-${stream.id}`, stream, again: again(row.id) })
  }
  if (!shown.live) return items
  // A message's bubble goes only after it is refused.
  const refusedIds = new Set(refused.map(({ id }) => id))
  for (const row of list?.messages ?? [])
    if (isPending(row) && !refusedIds.has(row.id)) items.push({ kind: 'prompt', key: row.id, row })
  for (const head of live)
    items.push({
      kind: 'answer',
      key: head.streamId,
      row: null,
      head,
      again: again(head.promptId),
      quote: quote(head.promptId),
    })
  for (const one of refused) if (!ids.has(one.id)) items.push({ kind: 'refused', key: one.id, refused: one })
  return items
}

/** The prompt an answer row belongs to: the server names it, else it is the message before it. */
export function promptOf(row: Message): string | null {
  const { promptId } = row.metadata
  return typeof promptId === 'string' ? promptId : row.parentId
}

/** What was acked beyond the list's count: saved, though its place is still to be fetched. */
function ahead(list: MessageList | undefined, acked: readonly Message[]): Message[] {
  return acked.filter(({ messageIndex }) => messageIndex >= (list?.messageCount ?? 0))
}

/** An answer on another line stays away. */
function isShown({ promptId }: LiveHead, line: readonly Message[], ids: ReadonlySet<string>): boolean {
  return !ids.has(promptId) || line.some(({ id }) => id === promptId)
}

/** The streams that are no row yet, running ones before queued ones, each in the order they were asked for. */
function liveAnswers(
  heads: readonly LiveHead[],
  streams: readonly Stream[],
  rowIds: ReadonlySet<string>,
): LiveHead[] {
  const over = new Set(streams.filter(({ status }) => !isRunning(status)).map(({ id }) => id))
  const known = new Set(heads.map(({ streamId }) => streamId))
  const listed = streams.flatMap(({ id, sessionId, promptId, model, status }): LiveHead[] =>
    isRunning(status) && !known.has(id) ? [{ streamId: id, sessionId, promptId, model, status }] : [],
  )
  return [...heads, ...listed]
    .filter(({ streamId }) => !rowIds.has(streamId) && !over.has(streamId))
    .toSorted((a, b) => queuedLast(a) - queuedLast(b) || a.streamId.localeCompare(b.streamId))
}

function queuedLast({ status }: LiveHead): number {
  return status === 'queued' ? 1 : 0
}

/** Answers at the line's end that a running retry of their prompt is about to replace. */
function answersReplacedBy(line: readonly Message[], promptId: string): string[] {
  const tail = rowsAfter(line, promptId)
  return tail.every((row) => isAnswerTo(row, promptId)) ? tail.map(({ id }) => id) : []
}

function howAgain(
  line: readonly Message[],
  live: readonly LiveHead[],
  promptId: string,
  toEnd: boolean,
): Again['how'] {
  if (live.some((head) => head.promptId === promptId)) return 'none'
  if (!line.some(({ id }) => id === promptId)) return 'none'
  return toEnd && rowsAfter(line, promptId).every((row) => isAnswerTo(row, promptId)) ? 'retry' : 'ask-anew'
}

/** The newest end without a row of each prompt that has no answer and waits for none. */
function endingsByPrompt(
  streams: readonly Stream[],
  rows: readonly Message[],
  live: readonly LiveHead[],
): Map<string, Stream> {
  const answered = new Set([
    ...rows.filter(({ role }) => role === 'assistant').map(promptOf),
    ...live.map(({ promptId }) => promptId),
  ])
  const rowIds = new Set(rows.map(({ id }) => id))
  const ended = streams
    .filter(({ id, status, promptId }) => !isRunning(status) && !rowIds.has(id) && !answered.has(promptId))
    .toSorted((a, b) => a.startedAt.localeCompare(b.startedAt))
  return new Map(ended.map((stream) => [stream.promptId, stream]))
}

function itemOf(
  row: Message,
  again: (id: string) => Again,
  quote: (id: string) => string | null,
): TimelineItem {
  if (row.role === 'user') return { kind: 'prompt', key: row.id, row }
  if (row.role === 'system') return { kind: 'note', key: row.id, row }
  const promptId = promptOf(row) ?? ''
  return { kind: 'answer', key: row.id, row, head: null, again: again(promptId), quote: quote(promptId) }
}

/** The prompt's text when the answer does not stand right under it. */
function quoteOf(
  before: TimelineItem | undefined,
  promptId: string,
  line: readonly Message[],
): string | null {
  const above = before?.kind === 'ending' ? before.stream.promptId : before?.key
  if (!before || above === promptId) return null
  return line.find(({ id }) => id === promptId)?.content ?? null
}

function rowsAfter(line: readonly Message[], id: string): readonly Message[] {
  const at = line.findIndex((row) => row.id === id)
  return at < 0 ? [] : line.slice(at + 1)
}

function isAnswerTo(row: Message, promptId: string): boolean {
  return row.role === 'assistant' && promptOf(row) === promptId
}
