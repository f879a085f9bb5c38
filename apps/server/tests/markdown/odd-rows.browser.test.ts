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
  await expect
    .poll(async () => (await chat.rows()).map(({ text }) => text.length))
    .toHaveLength(ODD_ROWS.length + 2)
  const texts = (await chat.rows()).map(({ text }) => text)
  expect(texts).toEqual(['before', ...ODD_ROWS.map(({ content }) => content), 'after'])
  expect(await faults()).toEqual([])
})
