import type { FeedbackValue, Message, MessageList } from '@duck/protocol'
import { expect, test } from 'vitest'
import { etagOf, nextPage } from './message-page.ts'

/** A page of rows `from` up to and without `to` of a session that has `messageCount`. */
function page(from: number, to: number, messageCount: number): MessageList {
  const messages = Array.from({ length: to - from }, (_, n) => ({
    id: `m${from + n}`,
    messageIndex: from + n,
  }))
  return { messages: messages as Message[], messageCount, headId: `m${messageCount - 1}` }
}

function withFeedback(messageId: string, value: FeedbackValue, note: string | null): MessageList {
  return { ...page(0, 5, 7), feedback: [{ messageId, value, note }] }
}

test('the newest page links to the one before it, down to the first message', () => {
  expect(nextPage({ sessionId: 's' }, page(10, 20, 20))).toEqual({ before: 10 })
  expect(nextPage({ sessionId: 's', before: 10, limit: 4 }, page(6, 10, 20))).toEqual({ before: 6, limit: 4 })
  expect(nextPage({ sessionId: 's', before: 4 }, page(0, 4, 20))).toBeNull()
})

test('a page after an index links to the one after it, up to the last message', () => {
  expect(nextPage({ sessionId: 's', after: -1, limit: 5 }, page(0, 5, 7))).toEqual({ after: 4, limit: 5 })
  expect(nextPage({ sessionId: 's', after: 4, limit: 5 }, page(5, 7, 7))).toBeNull()
})

test('an empty page links to none', () => {
  expect(nextPage({ sessionId: 's' }, page(0, 0, 0))).toBeNull()
  expect(nextPage({ sessionId: 's', after: 19 }, page(0, 0, 20))).toBeNull()
})

test('equal pages have equal tags, and any that differ another', () => {
  expect(etagOf(page(0, 5, 7))).toBe(etagOf(page(0, 5, 7)))
  const others = [
    page(0, 5, 8),
    page(0, 4, 7),
    page(1, 5, 7),
    page(0, 0, 7),
    { ...page(0, 5, 7), headId: 'm1' },
    withFeedback('m0', 'up', null),
    withFeedback('m0', 'down', null),
    withFeedback('m1', 'up', null),
    withFeedback('m0', 'up', 'So true'),
  ]
  expect(new Set([page(0, 5, 7), ...others].map(etagOf)).size).toBe(others.length + 1)
})

test('a tag is a weak entity tag of plain characters', () => {
  expect(etagOf(page(0, 5, 7))).toMatch(/^W\/"[\w-]+"$/)
})
