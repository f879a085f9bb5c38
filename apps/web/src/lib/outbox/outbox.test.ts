import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { MemoryBrowser } from '../../testing/memory-outbox.ts'
import { row } from '../../testing/rows.ts'
import { NotSent } from './outbox.ts'
import type { Acked } from './outbox-channel.ts'
import type { Draft } from './outbox-entry.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const draft = (id: string): Draft => ({
  sessionId: 's',
  id,
  streamId: `stream-${id}`,
  content: `text ${id}`,
  model: null,
  begins: false,
})
const ackOf = (id: string): Acked => ({
  message: row(0, { id }),
  stream: {
    id: `stream-${id}`,
    sessionId: 's',
    promptId: id,
    model: 'm',
    status: 'queued',
    offset: 0,
    errorClass: null,
    startedAt: '2025-01-01T00:00:00.000Z',
    endedAt: null,
  },
})
const ids = ({ entries }: ReturnType<MemoryBrowser['openOutbox']>['outbox']) =>
  entries.get().map(({ id }) => id)
const settled = () => vi.advanceTimersByTimeAsync(0)

describe('one outbox of several tabs', () => {
  it('shows a message at once in its tab, and in the others as soon as it is stored', async () => {
    const browser = new MemoryBrowser()
    const [{ outbox: one }, { outbox: other }] = [browser.openOutbox(), browser.openOutbox()]
    one.keep(draft('a'))
    expect([ids(one), ids(other)]).toEqual([['a'], []])
    await settled()
    expect([ids(one), ids(other)]).toEqual([['a'], ['a']])
  })

  it('what another tab told of while the store was read is not forgotten, or the next one would overtake it', async () => {
    const browser = new MemoryBrowser()
    const [{ outbox: one }, { outbox: other }] = [browser.openOutbox(), browser.openOutbox()]
    const slow = Promise.withResolvers<void>()
    browser.slowRead = slow.promise
    const read = other.reread()
    await settled()
    browser.slowRead = Promise.resolve()
    one.keep(draft('a'))
    await settled()
    slow.resolve()
    await read
    one.keep(draft('b'))
    await settled()
    expect(ids(other)).toEqual(['a', 'b'])
  })

  it('what was changed while the store was read is not taken back by what was read', async () => {
    const browser = new MemoryBrowser()
    const { outbox: one } = browser.openOutbox()
    one.keep({ ...draft('a'), begins: true })
    await settled()
    const seen: boolean[] = []
    one.entries.subscribe(() => seen.push(...one.entries.get().map(({ begins }) => begins)))
    const slow = Promise.withResolvers<void>()
    browser.slowRead = slow.promise
    const read = one.reread()
    await settled()
    browser.slowRead = Promise.resolve()
    const changed = one.change((entry) => ({ ...entry, begins: false }))
    slow.resolve()
    await Promise.all([read, changed])
    expect(seen).toEqual([false])
  })

  it('what another tab had seen before it had a place gets the place that it is told of, or the next one would overtake it', async () => {
    const browser = new MemoryBrowser()
    const [{ outbox: one }, { outbox: other }] = [browser.openOutbox(), browser.openOutbox()]
    const slow = Promise.withResolvers<void>()
    browser.slowAdd = slow.promise
    one.keep(draft('a'))
    await other.reread()
    expect(ids(other)).toEqual(['a'])
    slow.resolve()
    await settled()
    one.keep(draft('b'))
    await settled()
    expect(ids(other)).toEqual(['a', 'b'])
  })

  it('an ack ends the waiting in every tab, and nothing is left', async () => {
    const browser = new MemoryBrowser()
    const [{ outbox: one }, { outbox: other }] = [browser.openOutbox(), browser.openOutbox()]
    one.keep(draft('a'))
    await settled()
    const acks = [one.ack('a'), other.ack('a')]
    other.acked(ackOf('a'))
    expect(await Promise.all(acks)).toEqual([ackOf('a'), ackOf('a')])
    await settled()
    expect([ids(one), ids(other), browser.stored]).toEqual([[], [], []])
  })

  it('a refusal is told in every tab, keeps the text, and a resend is the same message', async () => {
    const browser = new MemoryBrowser()
    const [{ outbox: one }, { outbox: other }] = [browser.openOutbox(), browser.openOutbox()]
    one.keep(draft('a'))
    await settled()
    const acks = [one, other].map((outbox) => outbox.ack('a').catch((error: NotSent) => error.refused))
    await one.setAside('No.')
    await settled()
    expect(await Promise.all(acks)).toEqual(['No.', 'No.'])
    await other.resend('a', 'm2')
    await settled()
    expect(one.entries.get()).toMatchObject([{ id: 'a', content: 'text a', refused: null, model: 'm2' }])
  })

  it('whoever waits for one that is refused or gone already is told so', async () => {
    const { outbox } = new MemoryBrowser().openOutbox()
    outbox.keep(draft('refused'), 'Too long.')
    outbox.keep(draft('acked'))
    await settled()
    outbox.acked(ackOf('acked'))
    await settled()
    const [refused, gone] = [outbox.ack('refused'), outbox.ack('acked')]
    await expect(refused).rejects.toMatchObject({ refused: 'Too long.' })
    const told = expect(gone).rejects.toBeInstanceOf(NotSent)
    await vi.advanceTimersByTimeAsync(1_000)
    await told
  })

  it('what a person takes away ends the waiting without a reason', async () => {
    const browser = new MemoryBrowser()
    const { outbox } = browser.openOutbox()
    outbox.keep(draft('a'))
    await settled()
    const gone = outbox.ack('a').catch((error: unknown) => error)
    await outbox.dismiss('a')
    await vi.advanceTimersByTimeAsync(1_000)
    expect(await gone).toEqual(new NotSent(null))
  })

  it('another user’s messages are neither shown nor changed', async () => {
    const browser = new MemoryBrowser()
    const [{ outbox: ann }, { outbox: bob }] = [browser.openOutbox('ann'), browser.openOutbox('bob')]
    ann.keep(draft('a'))
    await settled()
    await bob.setAside('No.')
    await bob.dismiss('a')
    expect(ids(bob)).toEqual([])
    expect(ann.entries.get()).toMatchObject([{ id: 'a', refused: null }])
  })

  it('a guest who gets an account takes everything along', async () => {
    const browser = new MemoryBrowser()
    const { outbox, owner } = browser.openOutbox('guest')
    outbox.keep(draft('a'))
    await settled()
    owner.set('ann')
    await outbox.moveFrom('guest')
    expect(browser.stored).toMatchObject([{ id: 'a', userId: 'ann' }])
    expect(ids(outbox)).toEqual(['a'])
  })
})
