import { expect, test } from 'vitest'
import { parseUsers } from './parse-users.ts'

const ann = { userId: 'u1', email: 'ann@example.org', name: null }

test('users are read with or without names, a header, quotes, blank lines and any line ends', () => {
  const bo = { userId: 'u2', email: 'bo@example.org', name: 'Bo "the", Duck' }
  const rows = ['u1,ann@example.org', 'u2, bo@example.org ,"Bo ""the"", Duck"']
  for (const end of ['\n', '\r\n', '\r'])
    for (const header of ['', `user_id,email,name${end}`, `\uFEFF"user_id","email"${end}`])
      expect(parseUsers(header + rows.join(end + end) + end)).toEqual([ann, bo])
  expect(parseUsers('')).toEqual([])
})

test('a user without an address is kept as such', () => {
  expect(parseUsers('u3,\nu4,,Di')).toEqual([
    { userId: 'u3', email: null, name: null },
    { userId: 'u4', email: null, name: 'Di' },
  ])
})

test('a user named twice is one, unless the addresses differ', () => {
  expect(parseUsers('u1,ann@example.org\nu1,ANN@example.org')).toEqual([{ ...ann, email: 'ANN@example.org' }])
  expect(() => parseUsers('u1,a@example.org\n"u1",b@example.org')).toThrow('Line 2 gives a user another')
})

test('a line that is none is named, counted through quoted line ends', () => {
  expect(() => parseUsers('u1')).toThrow('Line 1 is to be user_id,email')
  expect(() => parseUsers('u1,a,"b\nc"\n,x')).toThrow('Line 3 is to be')
  expect(() => parseUsers('u1,a,b,c')).toThrow('Line 1 is to be')
  expect(() => parseUsers('u1,a"b')).toThrow('Line 1 has a quote in the wrong place')
  expect(() => parseUsers('u1,"ab')).toThrow('Line 1 has a quote in the wrong place')
})
