import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { memoryStorage } from '../testing/memory-storage.ts'
import { Drafts } from './drafts.ts'
import { keptIds, keptKey } from './kept.ts'
import { storage } from './storage.ts'
import { createStore } from './store.ts'

const QUIET_MS = 2_000
type Hear = (event: { key: string; newValue: string | null }) => void

let tabs: { drafts: Drafts; hear: Hear }[]
let session: Storage
/** Whether a person is at the tabs. */
let attended: boolean

beforeEach(() => {
  vi.useFakeTimers()
  tabs = []
  session = memoryStorage()
  attended = false
  vi.stubGlobal('localStorage', memoryStorage())
  vi.stubGlobal('sessionStorage', session)
})
afterEach(() => {
  for (const { drafts } of tabs) drafts.close()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

/** A tab of the browser, which hears what the others write. A reloaded one keeps its sessionStorage. */
function open(own: Storage = memoryStorage()): Drafts {
  vi.stubGlobal('sessionStorage', own)
  let hear: Hear = () => {}
  vi.stubGlobal('addEventListener', (event: string, listener: Hear) => {
    if (event === 'storage') hear = listener
  })
  vi.stubGlobal('removeEventListener', () => {})
  vi.stubGlobal('document', {
    visibilityState: 'visible',
    hasFocus: () => attended,
    addEventListener: () => {},
    removeEventListener: () => {},
  })
  const drafts = new Drafts(createStore<string | null>('ann'))
  tabs.push({ drafts, hear })
  return drafts
}

/** Does something in a tab; the others hear of what it wrote, in order. */
function inTab(tab: Drafts, work: (drafts: Drafts) => void): void {
  const before = written()
  work(tab)
  const after = written()
  const keys = [...new Set([...Object.keys(after), ...Object.keys(before)])]
  for (const key of keys.filter((one) => before[one] !== after[one]))
    for (const { drafts, hear } of tabs)
      if (drafts !== tab) inTab(drafts, () => hear({ key, newValue: after[key] ?? null }))
}

function written(): Record<string, string> {
  return Object.fromEntries(storage.keys('duck.user.').map((key) => [key, storage.read(key) ?? '']))
}

const type = (tab: Drafts, text: string) => inTab(tab, (drafts) => drafts.set('s', text))
const texts = () => tabs.map(({ drafts }) => drafts.get('s'))

describe('a draft in several tabs', () => {
  it('shows in every tab as it is typed', () => {
    const [one, other] = [open(), open()]
    expect(other.get('s')).toBe('')
    type(one, 'He')
    type(one, 'Hello')
    expect(texts()).toEqual(['Hello', 'Hello'])
    expect(open().get('s')).toBe('Hello')
  })

  it('survives a reload', () => {
    type(open(session), 'Hello')
    expect(open(session).get('s')).toBe('Hello')
  })

  it('sent in one tab it is gone in all that show it', () => {
    const [one, other] = [open(), open()]
    other.get('s')
    type(one, 'Hello')
    vi.advanceTimersByTime(QUIET_MS)
    type(other, '')
    expect(texts()).toEqual(['', ''])
    expect(keptIds('ann', 'draft')).toEqual([])
  })

  it('typed on in the other tab it goes on in the first, which leaves nothing behind', () => {
    const [one, other] = [open(), open()]
    other.get('s')
    type(one, 'Hello')
    vi.advanceTimersByTime(QUIET_MS)
    type(other, 'Hello you')
    expect(texts()).toEqual(['Hello you', 'Hello you'])
    type(other, '')
    vi.advanceTimersByTime(QUIET_MS)
    expect(texts()).toEqual(['', ''])
  })

  it('two tabs that type at once keep what each has, and none is lost when one of them goes', () => {
    const [one, other] = [open(), open()]
    other.get('s')
    type(one, 'One')
    type(other, 'Other')
    type(one, 'One more')
    vi.advanceTimersByTime(QUIET_MS)
    expect(texts()).toEqual(['One more', 'Other'])
    const third = open()
    expect(third.all().toSorted()).toEqual(['One more', 'Other'])
    type(one, '')
    expect(other.get('s')).toBe('Other')
    type(other, '')
    vi.advanceTimersByTime(QUIET_MS)
    expect(third.all()).toEqual([])
  })

  it('what was typed into a tab is not taken out by another that shows it and writes something else', () => {
    const [one, other] = [open(), open()]
    other.get('s')
    type(one, 'One')
    vi.advanceTimersByTime(QUIET_MS)
    type(other, 'Something else')
    expect(texts()).toEqual(['One', 'Something else'])
    expect(other.all().toSorted()).toEqual(['One', 'Something else'])
  })

  it('nothing comes into a field in which somebody just typed', () => {
    const [one, other] = [open(), open()]
    type(other, 'x')
    type(other, '')
    type(one, 'Hello')
    expect(other.get('s')).toBe('')
    vi.advanceTimersByTime(QUIET_MS)
    expect(other.get('s')).toBe('Hello')
  })

  it('into a tab that a person is at comes only what nobody types at just then', () => {
    const [one, other] = [open(), open()]
    other.get('s')
    attended = true
    type(one, 'Hel')
    vi.advanceTimersByTime(900)
    type(one, 'Hello')
    expect(other.get('s')).toBe('')
    vi.advanceTimersByTime(2_000)
    expect(other.get('s')).toBe('Hello')
  })

  it('of a tab that is gone it is taken over by whoever edits it', () => {
    type(open(), 'Yesterday')
    tabs.splice(0)
    const tab = open()
    type(tab, 'Yest')
    type(tab, '')
    vi.advanceTimersByTime(QUIET_MS)
    expect([tab.get('s'), tab.all()]).toEqual(['', []])
  })
})

it('a draft of an older version of the page is shown, and gone when it is sent', () => {
  storage.write(keptKey('ann', 'draft', 's'), 'Hello')
  const tab = open()
  expect(tab.get('s')).toBe('Hello')
  type(tab, '')
  expect(keptIds('ann', 'draft')).toEqual([])
})
