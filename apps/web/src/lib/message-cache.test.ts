import { QueryClient } from '@tanstack/react-query'
import { createTRPCQueryUtils } from '@trpc/react-query'
import { describe, expect, it } from 'vitest'
import { idsOf, page, pendingRow, row } from '../testing/rows.ts'
import { scriptedClient } from '../testing/scripted-client.ts'
import { newestPage, setMessageListDefaults, writeList } from './message-cache.ts'
import { addPending, putAcked, removePending } from './message-list.ts'

/** A cache whose fetches are answered by hand. */
function cacheWith() {
  const answers: PromiseWithResolvers<unknown>[] = []
  const queryClient = new QueryClient()
  setMessageListDefaults(queryClient)
  const client = scriptedClient(() => {
    const answer = Promise.withResolvers<unknown>()
    answers.push(answer)
    return answer.promise
  })
  const utils = createTRPCQueryUtils({ client, queryClient })
  const cached = () => utils.message.list.getData(newestPage('s'))
  return { utils, answers, cached }
}

describe('the cached list', () => {
  it('shows a bubble before any answer, and the rows around it after', async () => {
    const { utils, answers, cached } = cacheWith()
    const fetched = utils.message.list.fetch(newestPage('s'))
    writeList(utils, 's', (list) => addPending(list, pendingRow(2)))
    expect(idsOf(cached())).toEqual(['m2'])
    answers[0]?.resolve(page(0, 2))
    await fetched
    expect(idsOf(cached())).toEqual(['m0', 'm1', 'm2'])
  })

  it('does not get a refused bubble back, neither by its removal nor by a fetch begun before', async () => {
    const { utils, answers, cached } = cacheWith()
    writeList(utils, 's', (list) => addPending(list, pendingRow(9)))
    const fetched = utils.message.list.fetch(newestPage('s'))
    writeList(utils, 's', (list) => list && removePending(list, 'm9'))
    expect(idsOf(cached())).toEqual([])
    answers[0]?.resolve(page(0, 2))
    await fetched
    expect(idsOf(cached())).toEqual(['m0', 'm1'])
  })

  it('keeps an acked row when an older answer arrives after it', async () => {
    const { utils, answers, cached } = cacheWith()
    writeList(utils, 's', (list) => addPending(list ?? page(0, 2), pendingRow(2)))
    const fetched = utils.message.list.fetch(newestPage('s'))
    writeList(utils, 's', (list) => list && putAcked(list, row(2)))
    answers[0]?.resolve(page(0, 2))
    await fetched
    expect(idsOf(cached())).toEqual(['m0', 'm1', 'm2'])
    expect(cached()).toMatchObject({ messageCount: 3, headId: 'm2' })
  })
})
