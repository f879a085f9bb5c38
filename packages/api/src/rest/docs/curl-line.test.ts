import { expect, test } from 'vitest'
import { curlLine } from './curl-line.ts'

const EXAMPLE = { name: 'x', summary: 'x', url: '/api/x?a=1', headers: {}, status: 200 }

test('a request is a line for a shell; what it sends is quoted', () => {
  expect(curlLine({ ...EXAMPLE, method: 'GET', headers: { 'If-None-Match': 'W/"a"' } })).toBe(
    `curl "$DUCK/api/x?a=1" -H "$ME" \\\n  -H 'If-None-Match: W/"a"'`,
  )
  expect(curlLine({ ...EXAMPLE, method: 'PATCH', body: { title: "The duck's" } })).toBe(
    `curl -X PATCH "$DUCK/api/x?a=1" -H "$ME" \\\n  -H 'content-type: application/json' \\\n  -d '{"title":"The duck'\\''s"}'`,
  )
})
