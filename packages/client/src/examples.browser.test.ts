import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { must, uuidv7 } from '@duck/protocol'
import { type Chromium, launchChromium, signInTabs, type Tab } from '@duck/testing/chromium'
import { TEST_KEY, TEST_USER } from '@duck/testing/database'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allOf } from './testing/all-of.ts'
import { bundlePage } from './testing/bundle-page.ts'
import { startDroppingProxy } from './testing/start-dropping-proxy.ts'
import { useServer } from './testing/use-server.ts'
import { lastContents, viewsOf } from './testing/views-of.ts'

const exampleOf = (name: string) => fileURLToPath(new URL(`../examples/${name}`, import.meta.url))
const server = useServer(() => ({ deltas: 'Quack yourself.' }))
let browser: Chromium | undefined
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser?.close())

/** A tab of the user of the tests, at an empty page of the server's own origin, in which this module runs. */
async function openPage(module: string): Promise<Tab> {
  const [opened] = await must(browser, 'the browser').openTabs(1, { bypassCSP: true })
  const tab = must(opened, 'a tab')
  await signInTabs(server.url, [tab])
  await tab.page.goto(`${server.url}/healthz`)
  await tab.page.addScriptTag({ type: 'module', content: module })
  return tab
}

const asTester = (url: string) => ({ ...process.env, DUCK_URL: url, DUCK_TOKEN: TEST_KEY })

test('the React page sends, and shows the answer and what others append', async () => {
  const { page, errors } = await openPage(await bundlePage('examples/react-page.tsx'))
  await page.getByLabel('Message').fill('Quack!')
  await page.getByRole('button', { name: 'Send' }).click()
  const shown = () => page.getByRole('listitem').allTextContents()
  await expect.poll(shown).toEqual(['Quack!', 'Quack yourself.'])
  const client = server.client()
  const { sessions } = await client.rpc.session.list.query()
  const { id } = must(
    sessions.find(({ title }) => title === 'From a page'),
    "the page's session",
  )
  await client.session(id).append({ role: 'system', content: 'From elsewhere' })
  await expect.poll(shown).toEqual(['Quack!', 'Quack yourself.', 'From elsewhere'])
  expect(errors).toEqual([])
})

test("in a page the old app's calling code needs neither an address nor a token", async () => {
  const { page, errors } = await openPage(
    `${await bundlePage('src/index.ts')}\nglobalThis.ChatService = AppendOnlyChatService`,
  )
  const ids = { sessionId: uuidv7(), userId: TEST_USER }
  await page.waitForFunction(() => 'ChatService' in globalThis)
  const contents = await page.evaluate(async ({ sessionId, userId }) => {
    const chat = new ChatService(sessionId, userId)
    await chat.createChatSession('gpt-4', 'New Chat')
    await chat.appendMessage('user', 'Hello!')
    await chat.appendMessage('assistant', 'Hi there!')
    return (await chat.loadChatSession()).map(({ content }) => content)
  }, ids)
  expect(contents).toEqual(['Hello!', 'Hi there!'])
  expect(errors).toEqual([])
})

test('the bot answers once, also after it or the server was started again', async () => {
  const client = server.client()
  const { id } = await client.rpc.session.create.mutate({})
  const session = client.session(id)
  const views = viewsOf(session.watch())
  const startBot = async () => {
    const bot = spawn(process.execPath, [exampleOf('bot.ts'), id], {
      env: asTester(server.url),
      stdio: ['ignore', 'pipe', 'inherit'],
      timeout: 50_000,
    })
    await once(bot.stdout, 'data')
    return async () => {
      bot.kill('SIGKILL')
      await once(bot, 'exit')
    }
  }
  const stopFirst = await startBot()
  await session.append({ role: 'user', content: '!words one two three' })
  await expect.poll(() => lastContents(views)).toEqual(['!words one two three', '3 words'])
  await stopFirst()
  await session.append({ role: 'user', content: '!words one' })
  const stopSecond = await startBot()
  await expect.poll(() => lastContents(views).slice(2)).toEqual(['!words one', '1 words'])
  await server.kill()
  await server.startAgain()
  await session.append({ role: 'user', content: '!words one two' })
  await expect.poll(() => lastContents(views).slice(4)).toEqual(['!words one two', '2 words'])
  await stopSecond()
})

test('the journal writes each line once, though an answer is lost and it is started again', async () => {
  await using proxy = await startDroppingProxy(server.url)
  const id = uuidv7()
  const write = async (lines: string[]) => {
    const journal = spawn('sh', [exampleOf('journal.sh'), id], { env: asTester(proxy.url), timeout: 50_000 })
    journal.stdin.end(lines.join('\n'))
    const [said, words, [code]] = await Promise.all([
      text(journal.stdout),
      text(journal.stderr),
      once(journal, 'exit'),
    ])
    return { said, words, code }
  }
  proxy.dropAnswerTo('messages/append')
  const lines = ['plain', 'with "quotes", a \\ and $HOME', '  at the\tedges  ', '🦆', 'plain']
  expect(await write(lines.slice(0, 3))).toMatchObject({ said: '{"messageCount":3}', code: 0 })
  expect(proxy.dropped()).toBe(1)
  await server.client().rpc.session.update.mutate({ sessionId: id, title: 'My journal' })
  expect(await write(lines)).toMatchObject({ said: '{"messageCount":5}', code: 0 })
  const pages = await allOf(server.client().session(id).messages())
  expect(pages.flatMap(({ messages }) => messages.map(({ content }) => content))).toEqual(lines)
  // Another text under a line's key: the journal says so and ends.
  expect(await write(['changed'])).toMatchObject({ words: expect.stringContaining('id-reused'), code: 1 })
})
