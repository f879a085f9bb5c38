import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestDatabase } from '../database/create-test-database.ts'
import { createLegacyDatabase } from '../legacy/create-legacy-database.ts'
import { rehearse } from './rehearse.ts'
import { formatReport, isFaultless } from './report.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createLegacyDatabase()
})
afterAll(() => database?.drop())

const records = Array.from({ length: 9 }, (_, n) => ({
  id: `c${n}`,
  title: `Chat ${n}`,
  messages: Array.from({ length: 2 + 3 * (n % 7) }, (_, at) => ({
    role: at % 2 === 0 ? 'user' : 'assistant',
    // Some are said twice.
    content: at % 4 === 2 ? 'yes' : `${at} of ${n}: "quoted" \\n 🦆 <b>bold</b>\n\nline`,
  })),
}))

test('a legacy move goes there, back and there again with the operator’s commands, and nothing is missing', async () => {
  const result = await rehearse({ records, databaseUrl: database.url, seed: '1' })
  const text = formatReport(result, { file: 'small.jsonl', seconds: 0 })
  expect(text).toContain('No difference')
  expect(isFaultless(result)).toBe(true)
  expect(text).toContain('9 sessions')
  expect(result.appended).toBeGreaterThan(0)
  expect(result.chats.some(({ odd }) => odd.length > 0)).toBe(true)
}, 600_000)
