import { must, type SearchHit } from '@duck/protocol'
import { expect, test } from 'vitest'
import { deleteSession } from '../session/delete.ts'
import { refusal } from '../testing/refusal.ts'
import { append, upTo } from '../testing/rows.ts'
import { useDb } from '../testing/use-db.ts'
import { type SearchInput, searchMessages } from './search.ts'

const store = useDb()

/** A session of `userId` with these texts. */
async function sessionOf(userId: string, ...texts: string[]): Promise<string> {
  const sessionId = await store.newSession(userId)
  for (const content of texts) await append(store.db, sessionId, { userId, content })
  return sessionId
}

/** The hits of all pages. */
async function hitsOf(input: SearchInput): Promise<SearchHit[]> {
  const hits: SearchHit[] = []
  let cursor: string | null = null
  do {
    const page = await searchMessages(store.db, { ...input, cursor })
    hits.push(...page.hits)
    cursor = page.nextCursor
  } while (cursor !== null)
  return hits
}

const places = async (input: SearchInput) =>
  (await hitsOf(input)).map(({ sessionId, messageIndex }) => [sessionId, messageIndex])
const snippets = async (userId: string, query: string) =>
  (await hitsOf({ userId, query })).map(({ snippet, ranges }) =>
    ranges.map(([start, end]) => snippet.slice(start, end)),
  )

test('a hit names its message and shows the match', async () => {
  const sessionId = await store.newSession('names')
  const { id } = await append(store.db, sessionId, { userId: 'names', content: 'The duck says Quack.' })
  expect(await searchMessages(store.db, { userId: 'names', query: 'quack' })).toEqual({
    hits: [
      { messageId: id, sessionId, messageIndex: 0, snippet: 'The duck says Quack.', ranges: [[14, 19]] },
    ],
    nextCursor: null,
  })
})

test.each(['%', '_', '\\', '(', '[a', '.*', '^a', 'a|b', '$1', "'; --", '"', '\n', ' ', '*', '?', '\\d'])(
  'the query %j is text, no pattern',
  async (query) => {
    const userId = `literal ${query}`
    const sessionId = await sessionOf(userId, `so${query}so`, 'abcd1 without it'.replaceAll(query, ''))
    expect(await places({ userId, query })).toEqual([[sessionId, 0]])
  },
)

test('letters are found whatever their case, others as they are', async () => {
  await sessionOf('cases', 'ÄRGER über Gänse', 'ärger', 'Arger', '1 Ä')
  expect(await snippets('cases', 'Ärger')).toEqual([['ärger'], ['ÄRGER']])
  expect(await snippets('cases', 'ä')).toEqual([['Ä'], ['ä'], ['Ä', 'ä']])
  expect(await snippets('cases', '1 ä')).toEqual([['1 Ä']])
})

test('hits come by session and index, both descending, whatever the time and the line', async () => {
  const first = await sessionOf('orders', 'hit 0', 'miss', 'hit 2')
  const second = await sessionOf('orders', 'hit 0')
  const root = await append(store.db, second, { userId: 'orders', content: 'hit 1', parentId: null })
  await append(store.db, first, { userId: 'orders', content: 'hit 3' })
  await store.sql`update chat_sessions set last_message_at = '2000-01-01' where id = ${second}`
  expect(root.messageIndex).toBe(1)
  const all = [
    [second, 1],
    [second, 0],
    [first, 3],
    [first, 2],
    [first, 0],
  ]
  expect(await places({ userId: 'orders', query: 'hit' })).toEqual(all)
  for (const limit of [1, 2, 5]) expect(await places({ userId: 'orders', query: 'hit', limit })).toEqual(all)
  expect(await places({ userId: 'orders', query: 'hit', sessionId: first, limit: 2 })).toEqual(all.slice(2))
})

test('however little text a call looks at, the pages give every hit once', async () => {
  for (const n of upTo(4)) await sessionOf('bounded', ...upTo(n).map((at) => (at % 2 ? 'hit' : 'miss')))
  const whole = await places({ userId: 'bounded', query: 'hit' })
  expect(whole).toHaveLength(2)
  for (const maxBytes of [1, 300, 1000])
    expect(await places({ userId: 'bounded', query: 'hit', maxBytes })).toEqual(whole)
  const page = await searchMessages(store.db, { userId: 'bounded', query: 'nowhere', maxBytes: 1 })
  expect(page).toEqual({ hits: [], nextCursor: expect.any(String) })
})

test('a page has at most 50 hits', async () => {
  const sessionId = await sessionOf('many', ...upTo(60).map((n) => `hit ${n}`))
  const { hits, nextCursor } = await searchMessages(store.db, { userId: 'many', query: 'hit' })
  expect(hits.map((hit) => hit.messageIndex)).toEqual(upTo(60).slice(10).reverse())
  const rest = await searchMessages(store.db, { userId: 'many', query: 'hit', cursor: nextCursor })
  expect(rest.hits.map((hit) => hit.messageIndex)).toEqual(upTo(10).reverse())
  expect(rest).toMatchObject({ nextCursor: null })
  expect(new Set(hits.map((hit) => hit.sessionId))).toEqual(new Set([sessionId]))
})

test('a snippet is 160 characters around the first match, and splits none', async () => {
  const ducks = '🦆'.repeat(500)
  await sessionOf('long', `${ducks}Quack${ducks}quack`, `${ducks}Quack`, `Quack${ducks}`)
  const hits = await hitsOf({ userId: 'long', query: 'quack' })
  for (const { snippet, ranges } of hits) {
    expect(Array.from(snippet)).toHaveLength(160)
    expect(snippet.isWellFormed()).toBe(true)
    expect(ranges.map(([start, end]) => snippet.slice(start, end))).toEqual(['Quack'])
  }
  expect(hits.map(({ ranges }) => ranges[0]?.[0])).toEqual([0, 310, 120])
})

test('10 kB of query are found, and shown as far as the snippet goes', async () => {
  const query = 'Quack? '.repeat(1462)
  await sessionOf('10 kB', `${'x'.repeat(100)}${query.toUpperCase()}`, query.slice(1), `${query}!`)
  const hits = await hitsOf({ userId: '10 kB', query })
  expect(hits.map(({ messageIndex, ranges }) => [messageIndex, ranges])).toEqual([
    [2, [[0, 160]]],
    [0, [[60, 160]]],
  ])
  const patterns = '%_\\('.repeat(2500)
  expect(await hitsOf({ userId: '10 kB', query: patterns })).toEqual([])
})

test('a long query in texts that repeat themselves is answered within 2 s a call', async () => {
  const sessionId = await store.newSession('repeats')
  await store.sql`
    insert into messages (session_id, message_index, role, content)
    select ${sessionId}, n, 'user', repeat('a', 1048576) from generate_series(0, 3) n`
  for (const query of [`b${'a'.repeat(9_999)}`, `${'a'.repeat(9_999)}b`, `b${'a'.repeat(63)}`]) {
    let cursor: string | null = null
    do {
      const since = performance.now()
      const page = await searchMessages(store.db, { userId: 'repeats', query, cursor })
      expect(performance.now() - since).toBeLessThan(2_000)
      expect(page.hits).toEqual([])
      cursor = page.nextCursor
    } while (cursor !== null)
  }
})

test('only live sessions of the user are searched', async () => {
  const own = await sessionOf('own', 'needle')
  const deleted = await sessionOf('own', 'needle')
  await deleteSession(store.db, 'own', deleted, false)
  const theirs = await sessionOf('someone', 'needle')
  expect(await places({ userId: 'own', query: 'needle' })).toEqual([[own, 0]])
  const refused = await refusal(hitsOf({ userId: 'own', query: 'needle', sessionId: 'no-such-session' }))
  expect(refused).toEqual({ code: 'NOT_FOUND', message: expect.any(String) })
  for (const sessionId of [deleted, theirs])
    expect(await refusal(hitsOf({ userId: 'own', query: 'needle', sessionId }))).toEqual(refused)
  const { nextCursor } = await searchMessages(store.db, { userId: 'someone', query: 'needle', limit: 1 })
  const byTheirs = { userId: 'own', query: 'needle', cursor: must(nextCursor, 'cursor') }
  const { hits } = await searchMessages(store.db, byTheirs)
  expect(hits.every((hit) => hit.sessionId === own)).toBe(true)
})

test.each(['x', '!', 'id|', '|1', 'id|-1', 'id|1.5', 'id|2147483648', 'id|99999999999', "i'd|1", 'other|1'])(
  'the cursor made of "%s" is refused by name',
  async (text) => {
    const sessionId = await sessionOf('cursors', 'needle')
    const cursor = Buffer.from(text).toString('base64url')
    const search = searchMessages(store.db, { userId: 'cursors', query: 'needle', sessionId, cursor })
    expect(await refusal(search)).toMatchObject({ code: 'BAD_REQUEST', field: 'cursor' })
  },
)
