import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mergeLists } from './merge-lists.ts'
import type { Message, MessageList } from './message.ts'

const COUNT = 12
/** The whole session, as it will be; what a client gets are pages of its starts. */
const ROWS = Array.from({ length: COUNT }, (_, messageIndex) => row(messageIndex))

function row(messageIndex: number): Message {
  return {
    id: `m${messageIndex}`,
    sessionId: 's',
    messageIndex,
    role: 'user',
    content: `${messageIndex}`,
    metadata: {},
    parentId: null,
    movesHead: true,
    origin: 'client',
    finishReason: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
  }
}

/** A page as the server answered it when the session had `messageCount` messages. */
const page = fc.tuple(fc.nat(COUNT), fc.nat(COUNT), fc.nat(COUNT)).map(
  ([messageCount, from, to]): MessageList => ({
    messages: ROWS.slice(from, Math.min(to, messageCount)),
    messageCount,
    headId: messageCount === 0 ? null : `m${messageCount - 1}`,
  }),
)

const merged = (pages: readonly MessageList[]) =>
  pages.reduce(mergeLists, { messages: [], messageCount: 0, headId: null })

test('the order in which pages come makes no difference', () => {
  fc.assert(
    fc.property(
      fc
        .array(page, { maxLength: 6 })
        .chain((pages) =>
          fc.tuple(fc.constant(pages), fc.shuffledSubarray(pages, { minLength: pages.length })),
        ),
      ([pages, shuffled]) => {
        expect(merged(shuffled)).toEqual(merged(pages))
      },
    ),
  )
})

test('a page that comes twice changes nothing', () => {
  fc.assert(
    fc.property(fc.array(page, { minLength: 1, maxLength: 6 }), (pages) => {
      expect(merged([...pages, ...pages])).toEqual(merged(pages))
    }),
  )
})

test('every row of a page is there once, ascending, and nothing else', () => {
  fc.assert(
    fc.property(fc.array(page, { maxLength: 6 }), (pages) => {
      const seen = new Set(pages.flatMap((each) => each.messages.map(({ messageIndex }) => messageIndex)))
      const expected = [...seen].sort((a, b) => a - b)
      expect(merged(pages).messages.map(({ messageIndex }) => messageIndex)).toEqual(expected)
    }),
  )
})

test('the count never goes down, and the head is that of the highest count', () => {
  fc.assert(
    fc.property(fc.array(page, { minLength: 1, maxLength: 6 }), (pages) => {
      const most = Math.max(...pages.map((each) => each.messageCount))
      const { messageCount, headId } = merged(pages)
      expect(messageCount).toBe(most)
      expect(headId).toBe(most === 0 ? null : `m${most - 1}`)
    }),
  )
})
