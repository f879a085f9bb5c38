import { uuidv7 } from '@duck/protocol'
import { expect, test } from 'vitest'
import { insertOddRows, ODD_ROWS } from '../hostile/insert-odd-rows.ts'
import { useMarkdownApp } from './stage.ts'

const app = useMarkdownApp()

test('rows that no call can make are shown as far as they can be, and those around them as ever', async () => {
  const { chat, sessionId, faults } = await app.openStage()
  const say = (content: string) =>
    app.rpc.message.append.mutate({ sessionId, id: uuidv7(), role: 'user', content })
  await say('before')
  await insertOddRows(app.server.sql, sessionId)
  await say('after')
  await chat.page.reload()
  await chat.page.getByText('after', { exact: true }).waitFor()
  // A page of messages ends at the 5 MB one; what is earlier comes when it is looked for.
  const lookUp = async () => {
    await chat.page.getByRole('log').evaluate((log) => log.parentElement?.scrollTo(0, 0))
    return (await chat.rows()).length
  }
  await expect.poll(lookUp, { timeout: 20_000 }).toBe(ODD_ROWS.length + 2)
  const texts = (await chat.rows()).map(({ text }) => text)
  const odd = ODD_ROWS.map(({ content }) => content).slice(0, -1)
  expect(texts).toEqual([
    'before',
    ...odd,
    expect.stringMatching(/^x{20000} … [\d,]+ more characters/),
    'after',
  ])
  expect(await faults()).toEqual([])
})
