import type { SignInOptions } from '@duck/protocol'
import { expect, test } from 'vitest'
import { mayMakeGuest } from './account-state.ts'
import type { Person } from './person.ts'

const local: SignInOptions = { mode: 'local', guests: true, oidc: null }
const accounts: SignInOptions = { ...local, mode: 'accounts' }
const guest: Person = { id: 'g', isGuest: true }
const ann: Person = { id: 'a', isGuest: false }

test.each<[string, SignInOptions, Person | 'left' | null, boolean, boolean]>([
  ['a fresh browser, local', local, null, false, true],
  ['a fresh browser, accounts', accounts, null, false, false],
  ['a guest whom the server forgot', local, guest, false, true],
  ['a guest whom the server forgot, with text not sent', local, guest, true, false],
  ['an account that is signed out', local, ann, false, false],
  ['somebody who signed out', local, 'left', false, false],
  ['a guest, accounts', accounts, guest, false, false],
])('%s: whether a guest is made without a word', (_who, options, before, textLeft, made) => {
  expect(mayMakeGuest(options, before, textLeft)).toBe(made)
})
