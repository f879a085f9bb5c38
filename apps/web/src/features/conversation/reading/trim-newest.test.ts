import { QueryClient } from '@tanstack/react-query'
import { createTRPCQueryUtils } from '@trpc/react-query'
import { expect, test } from 'vitest'
import { newestPage, setMessageListDefaults, writeList } from '../../../lib/message-cache.ts'
import { ackedRows, addPending } from '../../../lib/message-list.ts'
import { idsOf, page, pendingRow } from '../../../testing/rows.ts'
import { scriptedClient } from '../../../testing/scripted-client.ts'
import { trimNewest } from './trim-newest.ts'

function cacheWith(from: number, count: number) {
  const queryClient = new QueryClient()
  setMessageListDefaults(queryClient)
  const utils = createTRPCQueryUtils({ client: scriptedClient(async () => page(0, 0)), queryClient })
  const cached = () => utils.message.list.getData(newestPage('s'))
  const indexes = () => ackedRows(cached() ?? page(0, 0)).map(({ messageIndex }) => messageIndex)
  writeList(utils, 's', () => page(from, count))
  return { utils, cached, indexes }
}

const upTo = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => from + n)

test('a log that grows for hours leaves few rows in the entry, and bubbles stay', () => {
  const { utils, cached, indexes } = cacheWith(0, 10)
  for (let count = 10; count < 5_000; count += 10) {
    writeList(
      utils,
      's',
      (list) =>
        list && {
          ...page(count, count + 10),
          messages: [...list.messages, ...page(count, count + 10).messages],
        },
    )
    trimNewest(utils, 's', [])
    expect(indexes().length).toBeLessThan(260)
    expect(indexes()).toEqual(upTo(indexes()[0] ?? 0, count + 10))
  }
  writeList(utils, 's', (list) => addPending(list, pendingRow(9_999)))
  trimNewest(utils, 's', [])
  expect(idsOf(cached()).at(-1)).toBe('m9999')
})

test('rows that are shown and held by nothing else stay; those of a page with an entry of its own go', () => {
  const { utils, indexes } = cacheWith(0, 500)
  trimNewest(utils, 's', [1, 2])
  expect(indexes()).toEqual([...upTo(100, 300), ...upTo(400, 500)])
  const { messages } = page(100, 200)
  utils.message.list.setData(
    { sessionId: 's', before: 200, limit: 100 },
    { messages, messageCount: 500, headId: null },
  )
  trimNewest(utils, 's', [1, 2])
  expect(indexes()).toEqual([...upTo(200, 300), ...upTo(400, 500)])
})

test('an answer of before, which comes after the trimming, takes nothing back and brings no hole to the end', async () => {
  const { utils, cached, indexes } = cacheWith(0, 1_000)
  trimNewest(utils, 's', [])
  const late = page(300, 400)
  utils.message.list.setData(newestPage('s'), late)
  expect(cached()).toMatchObject({ messageCount: 1_000, headId: 'm999' })
  expect(indexes()).toEqual([...upTo(300, 400), ...upTo(900, 1_000)])
  trimNewest(utils, 's', [])
  expect(indexes()).toEqual(upTo(900, 1_000))
})
