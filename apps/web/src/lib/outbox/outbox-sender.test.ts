import fc from 'fast-check'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { MemoryBrowser } from '../../testing/memory-outbox.ts'
import { OutboxServer } from '../../testing/outbox-server.ts'
import { OutboxSender } from './outbox-sender.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A browser at a server, with tabs that send. */
function stage() {
  const browser = new MemoryBrowser()
  const server = new OutboxServer()
  const turns = new Map<string, Promise<void>>()
  /** What was said, in order, as [session, id]. */
  const said: [sessionId: string, id: string][] = []
  const open = (deaf = false) => {
    const { outbox } = browser.openOutbox('ann', deaf)
    const sender = new OutboxSender({
      outbox,
      attempt: (entry) => server.attempt(entry),
      judge: (error) =>
        server.isFinal(error)
          ? { refused: 'No.' }
          : { waitMs: 1_000, waitingFor: 'The network', fault: false },
      // A lock that is taken from a tab that has had it for 4 s.
      inTurn: async (sessionId, work) => {
        const before = turns.get(sessionId)
        const patience = new Promise((resolve) => setTimeout(resolve, 4_000))
        const turn = Promise.race([before, before && patience]).then(work)
        turns.set(sessionId, turn)
        await turn
      },
    })
    const say = (sessionId: string) => {
      const id = `m${String(said.length).padStart(4, '0')}`
      said.push([sessionId, id])
      sender.take(id)
      outbox.keep({ sessionId, id, streamId: `s-${id}`, content: id, model: null, begins: false })
      return id
    }
    const close = () => {
      sender.close()
      outbox.close()
    }
    return { outbox, sender, say, close }
  }
  return { browser, server, open, said }
}

const settled = () => vi.advanceTimersByTimeAsync(0)

it('sends in order, the next one after the ack of the one before', async () => {
  const { server, open } = stage()
  const tab = open()
  const release = server.hold()
  const sent = [tab.say('s'), tab.say('s'), tab.say('s')]
  await settled()
  expect(server.tried).toEqual(sent.slice(0, 1))
  release()
  await settled()
  expect(server.log('s')).toEqual(sent)
})

it('sessions do not wait for each other', async () => {
  const { server, open } = stage()
  const tab = open()
  const release = server.hold('a')
  tab.say('a')
  const other = tab.say('b')
  await settled()
  expect(server.log('b')).toEqual([other])
  release()
})

it('a failed try is made again under the same id, and says at once what it waits for', async () => {
  const { server, open } = stage()
  const tab = open()
  server.failNext(2)
  const id = tab.say('s')
  await settled()
  expect(tab.outbox.entries.get()).toMatchObject([{ id, tries: 1, waitingFor: 'The network' }])
  await vi.advanceTimersByTimeAsync(2_000)
  expect(server.tried).toEqual([id, id, id])
  expect(server.log('s')).toEqual([id])
})

it('what waits is tried at once when the network is back', async () => {
  const { server, open } = stage()
  const tab = open()
  server.failNext(1)
  const id = tab.say('s')
  await settled()
  tab.sender.hurry()
  await settled()
  expect(server.log('s')).toEqual([id])
})

it('a refusal is set aside with its reason, and the rest go on', async () => {
  const { server, open } = stage()
  const tab = open()
  server.refuseNext()
  const [bad, good] = [tab.say('s'), tab.say('s')]
  await settled()
  expect(tab.outbox.entries.get()).toMatchObject([{ id: bad, refused: 'No.' }])
  expect(server.log('s')).toEqual([good])
})

it('a tab that is gone has its messages sent by another', async () => {
  const { server, open } = stage()
  const [tab, other] = [open(), open()]
  server.failNext(1)
  const id = tab.say('s')
  await settled()
  tab.close()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(server.log('s')).toEqual([id])
  expect(other.outbox.entries.get()).toEqual([])
})

it('a tab that is frozen in the middle holds nobody up, and what it sends when it wakes changes nothing', async () => {
  const { server, open } = stage()
  const [frozen, tab] = [open(), open()]
  const release = server.hold()
  const first = frozen.say('s')
  await settled()
  server.letOthersPass()
  const second = tab.say('s')
  await vi.advanceTimersByTimeAsync(10_000)
  expect(server.log('s')).toEqual([first, second])
  release()
  await settled()
  expect(server.log('s')).toEqual([first, second])
})

it('whatever fails, closes or freezes, every message arrives once, in the order of sending', async () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('say' as const), tab: fc.nat(2), session: fc.constantFrom('a', 'b') }),
    fc.record({ do: fc.constant('wait' as const), ms: fc.nat(5_000) }),
    fc.record({ do: fc.constant('fail' as const), count: fc.nat(3) }),
    fc.record({ do: fc.constant('lose' as const) }),
    fc.record({ do: fc.constant('close' as const), tab: fc.nat(2) }),
    fc.record({ do: fc.constant('wake' as const), tab: fc.nat(2) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const { browser, server, open, said } = stage()
      const tabs = [open(), open(), open(true)]
      for (const one of steps) {
        if (one.do === 'say') tabs[one.tab]?.say(one.session)
        if (one.do === 'wait') await vi.advanceTimersByTimeAsync(one.ms)
        if (one.do === 'fail') server.failNext(one.count)
        if (one.do === 'lose') server.loseNextAnswer()
        if (one.do === 'wake') tabs[one.tab]?.sender.hurry()
        if (one.do !== 'close') continue
        // What was kept is stored; then the tab is gone and another opened.
        await settled()
        tabs[one.tab]?.close()
        tabs[one.tab] = open()
        void tabs[one.tab]?.outbox.recover()
      }
      const sent = (session: string) => said.filter(([at]) => at === session).map(([, id]) => id)
      await vi.advanceTimersByTimeAsync(300_000)
      expect(browser.stored).toEqual([])
      for (const session of ['a', 'b']) expect(server.log(session)).toEqual(sent(session))
      for (const tab of tabs) tab.close()
    }),
    { numRuns: 150 },
  )
}, 60_000)
