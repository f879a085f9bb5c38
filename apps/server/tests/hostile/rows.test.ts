import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { REST_ROUTES, type RestRoute } from '@duck/api'
import { expect, test } from 'vitest'
import type { Fixture } from './case.ts'
import { ALL, CALLS, ELSEWHERE, RAWS, ROWS, type Row } from './rows.ts'
import { waysOf } from './send.ts'

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url))

test.each(ROWS)('there is a case, or a test elsewhere, for: %s', (row) => {
  const cases =
    ALL.filter((each) => each.row === row).length + ELSEWHERE.filter((each) => each.row === row).length
  expect(cases).toBeGreaterThan(0)
})

test('every case is of a row', () => {
  expect(ALL.map(({ row }) => row).filter((row) => !(ROWS as readonly string[]).includes(row))).toEqual([])
})

test.each(ELSEWHERE)('$file has: $title', ({ file, title }) => {
  expect(existsSync(ROOT + file), file).toBe(true)
  expect(readFileSync(ROOT + file, 'utf8')).toContain(title)
})

const FIXTURE = new Proxy({} as Fixture, { get: () => 'x' })

/** The rows of all cases that reach the route. */
function rowsOf({ method, path, procedure }: RestRoute): string[] {
  const pattern = new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/?]+')}(\\?|$)`)
  const calls = CALLS.filter((call) => call.procedure === procedure && waysOf(call).includes('rest'))
  const raws = RAWS.filter((raw) => raw.method === method && pattern.test(raw.path(FIXTURE)))
  return [...calls.filter(({ refusal }) => refusal !== null), ...raws].map(({ row }) => row)
}

/** What a route of this form has to refuse. */
function neededOf({ method, path }: RestRoute): Row[] {
  const takesSession = path.includes('{sessionId}')
  const takesBody = method === 'POST' || method === 'PATCH'
  return ROWS.filter(
    (row) =>
      (takesSession && row.startsWith('session id')) ||
      (method !== 'GET' && /^foreign or|^unknown keys|body over 2 MiB/.test(row)) ||
      (takesBody && row.startsWith('broken JSON')) ||
      (method === 'GET' && row.startsWith('negative, fractional')),
  )
}

test.each(REST_ROUTES.map((route) => [`${route.method} ${route.path}`, route] as const))(
  '%s: there are cases of everything that it has to refuse',
  (_name, route) => {
    const needed = neededOf(route)
    expect(needed.length).toBeGreaterThan(0)
    expect(rowsOf(route)).toEqual(expect.arrayContaining(needed))
  },
)
