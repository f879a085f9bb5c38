import { QueryClient } from '@tanstack/react-query'
import { createTRPCQueryUtils } from '@trpc/react-query'
import { expect, test } from 'vitest'
import { sessionOf } from '../testing/rows.ts'
import { scriptedClient } from '../testing/scripted-client.ts'
import { AskedChanges } from './asked-changes.ts'
import { knownSession, patchSession, SESSIONS_PAGE } from './session-cache.ts'
import { mergeSession, setSessionDefaults } from './session-merge.ts'

function stage() {
  const queryClient = new QueryClient()
  const asked = new AskedChanges()
  setSessionDefaults(queryClient, asked)
  const utils = createTRPCQueryUtils({ client: scriptedClient(async () => null), queryClient })
  const answer = (session: ReturnType<typeof sessionOf>) => {
    const page = { sessions: [session], nextCursor: null }
    utils.session.list.setInfiniteData(SESSIONS_PAGE, { pages: [page], pageParams: [null] })
    utils.session.get.setData({ sessionId: session.id }, session)
  }
  const listed = () => utils.session.list.getInfiniteData(SESSIONS_PAGE)?.pages[0]?.sessions
  return { asked, utils, answer, listed }
}

test('counts and read marks never go back, whichever answer came first', () => {
  const newer = sessionOf('s', { messageCount: 5, headId: 'm4', lastReadIndex: 3 })
  const older = sessionOf('s', { messageCount: 4, headId: 'm3', lastReadIndex: 1, title: 'renamed' })
  expect(mergeSession(newer, older)).toEqual({ ...newer, title: 'renamed' })
  expect(mergeSession(older, newer)).toEqual(newer)
})

test('an answer that comes while a rename is under way does not undo it, in the list and alone', () => {
  const { asked, utils, answer, listed } = stage()
  answer(sessionOf('s', { title: 'old' }))
  const end = asked.change('s', { title: 'new' })
  patchSession(utils, 's', { title: 'new' })
  answer(sessionOf('s', { title: 'old', messageCount: 2 }))
  expect(listed()).toMatchObject([{ title: 'new', messageCount: 2 }])
  expect(knownSession(utils, 's')).toMatchObject({ title: 'new', messageCount: 2 })
  end()
  answer(sessionOf('s', { title: 'newest' }))
  expect(listed()).toMatchObject([{ title: 'newest', messageCount: 2 }])
})

test('a session whose deletion is under way does not come back with a late list, and does when it was refused', () => {
  const { asked, answer, listed } = stage()
  const end = asked.remove('s')
  answer(sessionOf('s'))
  expect(listed()).toEqual([])
  end()
  answer(sessionOf('s'))
  expect(listed()).toHaveLength(1)
})
