import { REST_ROUTES } from '@duck/api'
import { expect, test } from 'vitest'
import { below, readPage, rowsOf } from '../docs/page.ts'

test('the page has every route with its procedure, its statuses and its own errors', () => {
  const said = rowsOf(below(readPage('api.md'), '## REST')).filter(([route = '']) => /^`[A-Z]+ /.test(route))
  const table = said.map(([route = '', procedure, success = '', errors = '']) => ({
    route: route.replace(/`|\?.*/g, ''),
    procedure: procedure?.replaceAll('`', ''),
    statuses: (success.match(/\d{3}/g) ?? []).toSorted(),
    errors: (errors.match(/[A-Z_]{3,}/g) ?? []).toSorted(),
  }))
  const served = REST_ROUTES.map(({ method, path, procedure, replies, errors }) => ({
    route: `${method} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
    procedure,
    statuses: Object.keys(replies).toSorted(),
    errors: [...errors].toSorted(),
  }))
  const byRoute = (one: { route: string }, other: { route: string }) => one.route.localeCompare(other.route)
  expect(table.toSorted(byRoute)).toEqual(served.toSorted(byRoute))
})
