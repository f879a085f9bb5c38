import type { Message } from '@duck/protocol'
import { expect, test } from 'vitest'
import { compareMessages } from './compare-messages.ts'
import type { ExpectedMessage } from './old-chat.ts'

const [AT, LATER] = ['2025-01-01T00:00:30.000Z', '2025-01-01T00:01:00.000Z']
const wanted: ExpectedMessage[] = [
  { role: 'user', content: 'Hello 🦆', createdAt: AT },
  { role: 'assistant', content: 'yes', createdAt: LATER },
]

function listed(changes: Partial<Message> = {}, at = 1): Message[] {
  return wanted.map((message, index) => ({
    id: `m${index}`,
    sessionId: 's',
    messageIndex: index,
    metadata: {},
    parentId: null,
    movesHead: true,
    origin: 'legacy',
    finishReason: null,
    updatedAt: AT,
    ...message,
    ...(index === at ? changes : {}),
  }))
}

const faults = (messages: readonly Message[]) => compareMessages('s', wanted, messages).differences

test('a list that is as the old app had it has no fault', () => {
  expect(faults(listed())).toEqual([])
})

test('another text, role, time or place is a fault of its message, and quotes nothing', () => {
  const changes: Partial<Message>[] = [
    { content: 'Yes' },
    { role: 'user' },
    { createdAt: AT },
    { messageIndex: 2 },
  ]
  for (const change of changes) {
    const [fault, ...more] = faults(listed(change))
    expect([fault?.session, fault?.index, more]).toEqual(['s', 1, []])
    expect(fault?.what).not.toContain('Yes')
  }
})

test('what is missing, and what is too much, is a fault', () => {
  expect(faults(listed().slice(0, 1))).toEqual([{ session: 's', index: 1, what: 'missing' }])
  expect(faults([...listed(), ...listed().slice(1)])).toEqual([
    { session: 's', index: null, what: '3 messages instead of 2' },
  ])
})
