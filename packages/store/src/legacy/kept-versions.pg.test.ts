import { uuidv7 } from '@duck/protocol'
import { beforeAll, expect, test } from 'vitest'
import { appendMessage } from '../message/append.ts'
import { elements, useOldApp } from './testing/old-app.ts'

// Versions that could not become rows in the old app's commit, and wait for the worker or an append.
const app = useOldApp()

beforeAll(async () => {
  await app.adopt()
})

/** Saves versions that are all kept as they are. */
async function keep(session: string, ...versions: unknown[]): Promise<void> {
  await app.save(session, [])
  await app.sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(session_lock_key(${session}))`
    for (const version of versions) await app.save(session, version)
  })
  const kept = await app.sql`select from legacy_versions where session_id = ${session} and place is null`
  expect(kept).toHaveLength(versions.length)
}

const GROWING = [elements('u: q', 'a: He'), [], elements('u: q', 'a: Hello')]

test('an answer that was gone in between, and grew on, was a message of its own', async () => {
  for (const [session, between] of [
    ['empty', []],
    ['null', null],
  ] as const) {
    await keep(session, elements('u: q', 'a: He'), between, elements('u: q', 'a: Hello'))
    await app.settle()
    expect(await app.rows(session)).toEqual(['user: q', 'assistant: He', 'assistant: Hello'])
  }
})

test('so too when an append comes before the worker, and what is no array keeps nobody from appending', async () => {
  await keep('append', ...GROWING, { '0': 'none' })
  await appendMessage(app.db, {
    userId: 'local',
    sessionId: 'append',
    id: uuidv7(),
    role: 'user',
    content: 'new',
  })
  expect(await app.rows('append')).toEqual(['user: q', 'assistant: He', 'assistant: Hello', 'user: new'])
  expect(await app.sql`select element from legacy_quarantine where session_id = 'append'`).toHaveLength(1)
})
