import { expect, test } from 'vitest'
import { readEnv } from './env.ts'
import { linkBase } from './link-base.ts'

test('a link leads to --url, else to DUCK_PUBLIC_URL, else to the port on this machine', () => {
  const all = readEnv({ DUCK_PUBLIC_URL: 'https://duck.example/', PORT: '8080' })
  expect(linkBase('http://phone.example:81/', all)).toBe('http://phone.example:81')
  expect(linkBase(undefined, all)).toBe('https://duck.example')
  expect(linkBase(undefined, readEnv({ PORT: '8080' }))).toBe('http://127.0.0.1:8080')
  expect(linkBase(undefined, readEnv({}))).toBe('http://127.0.0.1:3000')
})

test('where nobody can know where it leads it is asked', () => {
  expect(() => linkBase(undefined, readEnv({ PORT: '0' }))).toThrow('--url')
})

test.each(['duck.example', 'ftp://duck.example', 'https://duck.example/app', 'https://duck.example/?a', ''])(
  'a link cannot lead to %j',
  (url) => {
    expect(() => linkBase(url, readEnv({}))).toThrow('--url must be like')
  },
)
