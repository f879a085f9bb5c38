import { LIMITS, type Stream } from '@duck/protocol'
import { expect, test } from 'vitest'
import { LiveAnswer, STOPPED, TRUNCATED } from './live-answer.ts'

const STREAM: Stream = {
  id: 's',
  sessionId: 'c',
  promptId: 'p',
  model: 'duck/duck',
  status: 'queued',
  offset: 0,
  errorClass: null,
  startedAt: '2026-01-01T00:00:00.000Z',
  endedAt: null,
}
const answer = () => new LiveAnswer('local', STREAM)

test('half a surrogate pair waits for its other half', () => {
  const live = answer()
  expect(live.add('a\ud83e')).toEqual({ delta: 'a', full: false })
  expect(live.add('\udd86b')).toEqual({ delta: '🦆b', full: false })
  expect(live.metadata).not.toHaveProperty('replacedCharacters')
})

test('a half that never gets its other one is mended at the end', () => {
  const live = answer()
  live.add('a\ud83e')
  expect(live.flush()).toEqual({ delta: '\ufffd', full: false })
  expect(live.flush()).toEqual({ delta: '', full: false })
  expect(live.text).toBe('a\ufffd')
  expect(live.metadata).toMatchObject({ replacedCharacters: true })
})

test("the answer's limit is met to the byte, never inside a character", () => {
  const live = answer()
  expect(live.add('x'.repeat(LIMITS.answerBytes - 3)).full).toBe(false)
  expect(live.add('yz🦆')).toEqual({ delta: 'yz', full: true })
  expect(live.add('')).toEqual({ delta: '', full: false })
})

test('only the first ending counts', () => {
  const live = answer()
  live.cancel(STOPPED)
  live.cancel(TRUNCATED)
  expect(live.abort.signal.reason).toMatchObject({ ending: STOPPED })
})
