import { uuidv7 } from '@duck/protocol'
import { createGate } from '@duck/testing/model-server'
import { expect, test } from 'vitest'
import { storedRows } from '../testing/stored-rows.ts'
import type { ReadingPage } from './reading-page.ts'
import { useReadingStage } from './stage.ts'

const stage = useReadingStage()
const COUNT = 2_000
const MOST_ROWS = 300
const MIB = 1024 * 1024

async function openLong(sessionId: string, count = COUNT): Promise<ReadingPage> {
  const chat = await stage.openTab({ reducedMotion: 'no-preference' })
  await chat.open(sessionId)
  await chat.message(count - 1).waitFor()
  return chat
}

const send = (sessionId: string, content: string) => {
  const streamId = uuidv7()
  return stage.rpc.message.send.mutate({ sessionId, id: uuidv7(), streamId, content }).then(() => streamId)
}

test('a reader further up is not moved by an answer that is streamed, and one at the end goes along', async () => {
  const gate = createGate()
  const words = Array.from({ length: 400 }, (_, n) => `word ${n}\n\n`)
  stage.server.model.setReply(() => ({
    deltas: words,
    delayMs: 2,
    gate: { before: 10, opened: gate.opened },
  }))
  const sessionId = await stage.longSession(COUNT)
  const [reader, follower] = [await openLong(sessionId), await openLong(sessionId)]
  await reader.wheel(-900)
  await reader.toNewest.waitFor()
  const id = await send(sessionId, 'Go on')
  const streamed = (chat: ReadingPage) => chat.page.locator(`[data-message-id="${id}"]`)
  await expect.poll(() => streamed(reader).textContent()).toContain('word 9')
  const before = await reader.stillView()
  gate.open()
  await reader.page
    .locator(`[data-message-id="${id}"][data-state="saved"]`)
    .waitFor({ state: 'attached', timeout: 20_000 })
  expect(await reader.stillView()).toEqual(before)
  await follower.page.locator(`[data-message-id="${id}"][data-state="saved"]`).waitFor({ state: 'attached' })
  await expect
    .poll(() =>
      follower.log.evaluate((log) => {
        const view = log.parentElement
        return view ? Math.abs(view.scrollHeight - view.scrollTop - view.clientHeight) : null
      }),
    )
    .toBeLessThanOrEqual(1)
})

test('a key that leads up stops the following, also while an answer is streamed', async () => {
  const gate = createGate()
  const words = Array.from({ length: 300 }, (_, n) => `word ${n}\n\n`)
  stage.server.model.setReply(() => ({
    deltas: words,
    delayMs: 5,
    gate: { before: 100, opened: gate.opened },
  }))
  const sessionId = await stage.longSession(100)
  const chat = await openLong(sessionId, 100)
  const id = await send(sessionId, 'Go on')
  await expect.poll(() => chat.page.locator(`[data-message-id="${id}"]`).textContent()).toContain('word 60')
  await chat.log.evaluate((log) => {
    if (log.parentElement) log.parentElement.tabIndex = 0
    log.parentElement?.focus()
  })
  await chat.page.keyboard.press('PageUp')
  await chat.toNewest.waitFor()
  gate.open()
  await chat.page
    .locator(`[data-message-id="${id}"][data-state="saved"]`)
    .waitFor({ state: 'attached', timeout: 20_000 })
  expect(await chat.toNewest.isVisible()).toBe(true)
})

test('a tab at the end stays there while 400 messages come in, and never has more than 300', async () => {
  const sessionId = await stage.longSession(250)
  const chat = await openLong(sessionId, 250)
  await expect.poll(async () => (await chat.mounted()).length).toBe(250)
  await chat.watchRows()
  for (let n = 0; n < 8; n++)
    await Promise.all(Array.from({ length: 50 }, (_, m) => stage.say(sessionId, `more ${n} ${m}`)))
  await expect.poll(async () => (await chat.inView()).at(-1)?.index).toBe(649)
  const stored = (await storedRows(stage.server.sql, sessionId)).map(({ id }) => id)
  const shown = (await chat.rows()).map(({ id }) => id)
  expect(shown).toEqual(stored.slice(-shown.length))
  expect(shown.length).toBeGreaterThanOrEqual(100)
  const { most, twice } = await chat.watched()
  expect(twice).toEqual([])
  expect(most).toBeLessThanOrEqual(MOST_ROWS)
})

test('an old page that comes late stands above what came since, and takes nothing of it away', async () => {
  const sessionId = await stage.longSession(COUNT)
  const chat = await openLong(sessionId)
  const held = Promise.withResolvers<void>()
  const asked = Promise.withResolvers<void>()
  await chat.page.route(/message\.list/, async (route) => {
    const isOld = decodeURIComponent(route.request().url()).includes('"before"')
    if (!isOld) return route.continue()
    const answer = await route.fetch()
    asked.resolve()
    await held.promise
    await route.fulfill({ response: answer })
  })
  const low = Math.min(...(await chat.mounted()))
  await chat.wheel(-20_000)
  await asked.promise
  for (let n = 0; n < 3; n++) await stage.say(sessionId, `since ${n}`)
  await chat.message(COUNT + 2).waitFor({ state: 'attached' })
  held.resolve()
  await expect.poll(async () => Math.min(...(await chat.mounted()))).toBeLessThan(low)
  await chat.toNewest.click()
  await expect.poll(async () => (await chat.inView()).at(-1)?.index).toBe(COUNT + 2)
  const mounted = await chat.mounted()
  expect(mounted).toEqual(mounted.map((_, at) => (mounted[0] ?? 0) + at))
})

test('messages of a MiB and more are read past like any other, though a page of them comes in parts', async () => {
  const sessionId = await stage.longSession(120)
  await stage.say(sessionId, 'y'.repeat(MIB))
  for (const index of [121, 122, 123])
    await stage.server.sql`
      insert into messages (session_id, message_index, parent_id, role, content)
      select session_id, message_index + 1, id, 'user', repeat('x', ${3 * MIB})
      from messages where session_id = ${sessionId} and message_index = ${index - 1}`
  await stage.say(sessionId, 'the last')
  const chat = await openLong(sessionId, 125)
  await expect.poll(async () => (await chat.mounted()).length, { timeout: 30_000 }).toBe(125)
  await chat.page.goto('about:blank')
  await chat.page.goto(`${chat.url}/s/${sessionId}#m119`)
  await expect
    .poll(() => chat.inView().then((rows) => rows.map(({ index }) => index)), { timeout: 30_000 })
    .toContain(119)
}, 90_000)

test('after another answer was asked for again and again, what is shown is the line of the last one', async () => {
  const { id: sessionId } = await stage.rpc.session.create.mutate({ title: 'Retried' })
  const say = (content: string, parentId?: string) =>
    stage.rpc.message.append.mutate({
      sessionId,
      id: uuidv7(),
      role: 'user',
      content,
      ...(parentId ? { parentId } : {}),
    })
  const first = await say('first')
  for (let n = 0; n < 400; n++) await say(`try ${n}`, first.id)
  await say('after the last try')
  const chat = await openLong(sessionId, 402)
  await expect.poll(async () => await chat.mounted(), { timeout: 20_000 }).toEqual([0, 400, 401])
})
