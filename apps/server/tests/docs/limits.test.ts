import { LIMITS } from '@duck/protocol'
import { expect, test } from 'vitest'
import { below, readPage, rowsOf } from './page.ts'

const TABLE = rowsOf(below(readPage('api.md'), '## Limits')).filter((cells) => cells.length === 3)
const ROWS = new Map(TABLE.map(([what = '', limit = '']) => [what, limit]))

const number = (count: number) => count.toLocaleString('en-US')
const bytes = (count: number) => (count < 1024 ** 2 ? `${count / 1024} KiB` : `${count / 1024 ** 2} MiB`)
const minutes = (ms: number) => `${ms / 60_000} minutes`
const seconds = (ms: number) => `${ms / 1000} s`

/** What the page says of each limit: a row, and the words of it that are made of the number. */
const SAID: Partial<Record<keyof typeof LIMITS, [row: string, words: string]>> = {
  contentBytes: ['content of a message', bytes(LIMITS.contentBytes)],
  metadataBytes: ['metadata', bytes(LIMITS.metadataBytes)],
  metadataDepth: ['metadata', `${LIMITS.metadataDepth} levels`],
  sessionIdChars: ['session id', `1–${LIMITS.sessionIdChars} of`],
  titleChars: ['title', `${LIMITS.titleChars} characters`],
  modelChars: ['model', `1–${LIMITS.modelChars} characters`],
  systemPromptBytes: ['system prompt', bytes(LIMITS.systemPromptBytes)],
  pageRows: ['page', `${LIMITS.pageRows} rows`],
  pageDefaultRows: ['page', `default ${LIMITS.pageDefaultRows};`],
  pageBytes: ['page', bytes(LIMITS.pageBytes)],
  searchQueryBytes: ['text searched for', bytes(LIMITS.searchQueryBytes)],
  searchHits: ['hits of a page of a search', `${LIMITS.searchHits}`],
  batchCalls: ['calls in a batch', `${LIMITS.batchCalls},`],
  bodyBytes: ['body of a request', bytes(LIMITS.bodyBytes)],
  pathChars: ['path of a URL', `${number(LIMITS.pathChars)} characters`],
  appendsPerSecond: ['new rows of a user', `${LIMITS.appendsPerSecond} a second`],
  appendBurst: ['new rows of a user', `burst of ${number(LIMITS.appendBurst)}`],
  socketsPerUser: ['WebSockets of a user', `${LIMITS.socketsPerUser}`],
  callsAtOnce: ['calls of a user worked on at once', `${LIMITS.callsAtOnce},`],
  subscriptionsPerUser: ['subscriptions of a user', `${LIMITS.subscriptionsPerUser}`],
  socketCalls: ['calls under way on a WebSocket', `${LIMITS.socketCalls},`],
  runningAnswersPerUser: ['running answers of a user', `${LIMITS.runningAnswersPerUser},`],
  queuedAnswersPerUser: ['waiting answers of a user', `${LIMITS.queuedAnswersPerUser}`],
  answerBytes: ['answer', bytes(LIMITS.answerBytes)],
  answerMs: ['answer', minutes(LIMITS.answerMs)],
  firstTokenMs: ['first piece, silence of the model', `${seconds(LIMITS.firstTokenMs)} each`],
  silenceMs: ['first piece, silence of the model', `${seconds(LIMITS.silenceMs)} each`],
  integritySessions: ['sessions of an integrity check', `${LIMITS.integritySessions},`],
  syncSessions: ['sessions named to `sync.subscribe`', `${LIMITS.syncSessions}`],
  noteChars: ['note on a message', `${number(LIMITS.noteChars)} characters`],
  apiKeysPerUser: ['API keys of a user', `${LIMITS.apiKeysPerUser},`],
  apiKeyNameChars: ['API keys of a user', `names of ${LIMITS.apiKeyNameChars} characters`],
}

/** Met by no caller of these ways in: the size of a search's step and of a delta, and a name that an operator gives. */
const ELSEWHERE = ['searchedBytes', 'deltaUnits', 'personNameChars']

test('every limit stands on the page, or is none of it', () => {
  expect([...Object.keys(SAID), ...ELSEWHERE].toSorted()).toEqual(Object.keys(LIMITS).toSorted())
})

test.each(Object.entries(SAID))('%s is on the page what it is', (_name, [row, words]) => {
  // As a whole: 50 is not in 150, nor in 500.
  expect(`|${ROWS.get(row)}|`).toMatch(new RegExp(`(?<![\\d.,–])${words}(?![\\d.])`))
})
