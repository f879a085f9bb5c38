import { expect, test } from 'vitest'
import { CORPUS } from './corpus/index.ts'
import { useMarkdownApp } from './stage.ts'

const app = useMarkdownApp()
// Answers of a session run one after the other; fifty may wait.
const ROUND = 40
const TITLE_CHARS = 200
const OPENED = 12
const AT_ONCE = 20

test('the corpus has more than 200 payloads, each once', () => {
  expect(CORPUS.length).toBeGreaterThan(200)
  expect(new Set(CORPUS).size).toBe(CORPUS.length)
})

test('no payload does anything as message or as answer, neither while it is written nor afterwards', async () => {
  const stage = await app.openStage()
  const { chat, faults } = stage
  for (let at = 0; at < CORPUS.length; at += ROUND) {
    await app.show(await app.anotherSession(stage), CORPUS.slice(at, at + ROUND))
    expect(await faults()).toEqual([])
    await chat.page.reload()
    await expect.poll(() => chat.answer().getAttribute('data-state')).toBe('saved')
    expect(await faults()).toEqual([])
  }
  await chat.page.context().close()
}, 300_000)

test('no payload does anything as the title of a chat, in the list nor at the top', async () => {
  const titles = CORPUS.map((payload) => Array.from(payload).slice(0, TITLE_CHARS).join(''))
  for (let at = 0; at < titles.length; at += AT_ONCE)
    await Promise.all(titles.slice(at, at + AT_ONCE).map((title) => app.rpc.session.create.mutate({ title })))
  const { chat, faults } = await app.openStage()
  const rows = chat.page.locator('[data-session-id]')
  const older = chat.page.getByRole('button', { name: 'Older chats' })
  await older.waitFor()
  while (await older.isVisible()) {
    const count = await rows.count()
    await older.click()
    await expect.poll(() => rows.count()).toBeGreaterThan(count)
  }
  const shown = await rows.evaluateAll((elements) => elements.map((element) => element.textContent))
  expect(shown).toEqual(expect.arrayContaining(titles))
  const heading = chat.page.getByRole('heading', { level: 1 })
  for (let at = 0; at < shown.length; at += Math.ceil(shown.length / OPENED)) {
    await rows.nth(at).getByRole('link').click()
    await expect.poll(() => heading.textContent()).toBe(shown[at])
  }
  expect(await faults()).toEqual([])
}, 300_000)
