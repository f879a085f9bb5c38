import { expect, test } from 'vitest'
import { judge } from './judge.ts'
import type { Row, Session } from './session.ts'

const user = (content: string) => ({ role: 'user', content })
const answer = (content: string) => ({ role: 'assistant', content })
const [one, two, three] = [user('one'), user('two'), user('three')]

/** Rows of an old app's messages, in this order. */
function rowsOf(...elements: { role: string; content: string; ours?: string }[]): Row[] {
  return elements.map(({ role, content, ours }, index) => ({
    id: ours ?? `id ${index}`,
    index,
    role,
    content,
    origin: ours ? 'chat' : 'legacy',
    at: 0,
    legacy: undefined,
  }))
}

function faultsOf(session: Partial<Session>): string[] {
  const nothing = { id: 's', versions: [], times: [], others: [], quarantine: [], rows: [], acked: [] }
  return judge({ ...nothing, times: session.versions?.map(() => 0) ?? [], ...session }).faults
}

const LEGAL: Record<string, Partial<Session>> = {
  'an array and its rows': { versions: [[one, two]], rows: rowsOf(one, two) },
  'what was taken out again is still a row': { versions: [[one, two], [one]], rows: rowsOf(one, two) },
  'an edit is a further row': { versions: [[one], [two]], rows: rowsOf(one, two) },
  'the same text twice in one version is two rows': { versions: [[one, one]], rows: rowsOf(one, one) },
  'an answer that grew is one row': {
    versions: [
      [one, answer('a')],
      [one, answer('a b')],
    ],
    rows: rowsOf(one, answer('a b')),
  },
  'an answer that had to become a row while it grew': {
    versions: [
      [one, answer('a')],
      [one, answer('a b')],
    ],
    rows: rowsOf(one, answer('a'), answer('a b')),
  },
  'a message of ours that was mirrored is no row of the old app': {
    versions: [[one, { ...two, id: 'ours' }, three]],
    rows: rowsOf(one, { ...two, ours: 'ours' }, three),
    acked: ['ours'],
  },
  'a value that is no array is kept once': {
    others: ['lost', 'lost', { a: 1 }],
    quarantine: [{ a: 1 }, 'lost'],
  },
}

test.for(Object.entries(LEGAL))('%s', ([, session]) => {
  expect(faultsOf(session)).toEqual([])
})

const FAULTS: Record<string, Partial<Session> & { says: RegExp }> = {
  'a row that is missing': { versions: [[one, two]], rows: rowsOf(one), says: /1 of 1 missing: .*two/ },
  'one of two equal rows that is missing': {
    versions: [[one, one]],
    rows: rowsOf(one),
    says: /1 of 2 missing: .*one/,
  },
  'a row that stands twice': { versions: [[one]], rows: rowsOf(one, one), says: /2 rows of 1: .*one/ },
  'a row that was never in an array': {
    versions: [[one]],
    rows: rowsOf(one, two),
    says: /1 rows of 0: .*two/,
  },
  'a gap': {
    versions: [[one, two]],
    rows: rowsOf(one, two).map((row) => ({ ...row, index: row.index * 2 })),
    says: /not dense/,
  },
  'two rows that changed places': {
    versions: [[one, two, three]],
    rows: rowsOf(two, one, three),
    says: /first array is not in order: .*two/,
  },
  'an acked message that is no row': { acked: ['ours'], says: /the acked ours is no row/ },
  'an append that overtook its history': {
    versions: [
      [one, two, three],
      [one, two, three, { ...user('new'), id: 'ours' }],
    ],
    rows: rowsOf({ ...user('new'), ours: 'ours' }, one, two, three),
    says: /row \d was in an array before the appended 0/,
  },
  'a value that is no array and was not kept': {
    others: [{ a: 1 }, { a: 2 }],
    quarantine: [{ a: 1 }],
    says: /not kept: .*2/,
  },
  'a value that was kept twice': {
    others: ['lost'],
    quarantine: ['lost', 'lost'],
    says: /kept for nothing: "lost"/,
  },
  'a value that was kept and never written': { quarantine: ['lost'], says: /kept for nothing: "lost"/ },
}

test.for(Object.entries(FAULTS))('finds out %s', ([, { says, ...session }]) => {
  expect(faultsOf(session).join('\n')).toMatch(says)
})

test('says which answers were rows before they had grown', () => {
  const verdict = judge({
    id: 's',
    versions: [[answer('a')], [answer('a b')]],
    times: [0, 1],
    others: [],
    quarantine: [],
    rows: rowsOf(answer('a'), answer('a b')),
    acked: [],
  })
  expect(verdict).toEqual({ faults: [], forced: 1, identities: 1 })
})
