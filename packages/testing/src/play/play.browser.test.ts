import { must } from '@duck/protocol'
import { expect, test } from 'vitest'
import { useTestDatabase } from '../database/use-test-database.ts'
import { compareRows } from './compare-rows.ts'
import { expectedRows } from './expected-rows.ts'
import { play } from './play.ts'
import { readConversations } from './read-conversations.ts'
import { readBySql } from './read-rows.ts'
import { formatReport, isFaultless } from './report.ts'

const database = useTestDatabase()

const user = (content: string) => ({ role: 'user', content })
const assistant = (content: string) => ({ role: 'assistant', content })
const CODE = '```ts\nconst duck = "🦆" // `quoted`\n\n\tif (a < b && c > d) {}\n```\n'
const FILE = [
  [
    user(`Two\nlines and\n\n  ${CODE}`),
    assistant(`So:\n\n${CODE}\n**bold** <b>no</b> $x^2$`),
    user('👩‍👩‍👧 \u00e9 e\u0301 עברית'),
  ],
  [user('"double" \'single\' \\n \\u0041 %s $(x) -- ; drop'), user('first the one'), user('then the other')],
  [user('CRLF\r\nand CR\rand tab\t.'), assistant('Yes:\r\n1. one\r\n2. two\r\n')],
  [{ role: 'system', content: 'left out' }, user('  edges  \n'), assistant('\n  kept  '), user('yes')],
  [user('The same'), assistant('twice.'), user('yes'), assistant('In its own way.')],
]
const jsonl = FILE.map((messages, n) => JSON.stringify({ id: `c${n}`, title: `Chat ${n}`, messages }))

test('what is typed and what is sent is all there, and a row that is tampered with is found', async () => {
  const { conversations, leftOut } = readConversations(jsonl.join('\n'))
  const result = await play({ conversations, databaseUrl: database.url, typed: 2 })
  const text = formatReport({ file: 'small.jsonl', leftOut, result, seconds: 0 })
  expect(text).toContain('No difference')
  expect(isFaultless(result)).toBe(true)
  expect(text).toContain('5 conversations, 2 typed in Chromium, 3 sent over tRPC')
  expect(text).toContain('Left out: 1 messages with the role system.')
  expect(text).toMatch(/ok +60 {2}rows over REST, tRPC and SQL/)

  const { conversation, sessionId, ids } = must(result.played[0], 'a played conversation')
  const expected = expectedRows(must(result.spoken.get(conversation), 'its turns'), ids)
  const compared = async () =>
    compareRows({ session: 'c0', way: 'SQL' }, expected, await readBySql(database.sql, sessionId))
  expect((await compared()).flatMap(({ differences }) => differences)).toEqual([])
  await database.sql.begin(async (sql) => {
    await sql`alter table messages disable trigger messages_refuse_change`
    await sql`update messages set content = content || ' ' where session_id = ${sessionId} and message_index = 1`
    await sql`alter table messages enable always trigger messages_refuse_change`
  })
  expect((await compared()).flatMap(({ differences }) => differences)).toEqual([
    { session: 'c0', index: 1, what: expect.stringContaining('U+0020 instead of its end') },
  ])
})
