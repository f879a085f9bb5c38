import { expect, test } from 'vitest'
import { tasksFromTyping } from './probe.ts'

const key = (handledAt: number) => ({ handledAt, paintMs: 16, paintedAt: handledAt + 16 })

test('a long task comes from typing when a key was handled in it', () => {
  const longTasks = [
    { at: 100, ms: 60 },
    { at: 300, ms: 80 },
    { at: 500, ms: 51 },
  ]
  expect(tasksFromTyping({ keys: [key(90), key(310), key(370)], longTasks, shift: 0 })).toBe(1)
  expect(tasksFromTyping({ keys: [], longTasks, shift: 0 })).toBe(0)
})
