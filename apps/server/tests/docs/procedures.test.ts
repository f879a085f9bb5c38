import { appRouter } from '@duck/api'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { readPage } from './page.ts'

/** tRPC's infinite queries send it beside a cursor; the page says so once, for all of them. */
const BESIDE_A_CURSOR = 'direction'

interface Described {
  kind: string
  keys: string[]
}

const PAGE = readPage('api.md')

/** What the page says of each procedure. */
function described(): Record<string, Described> {
  const lines = PAGE.matchAll(/^\*\*`(\w+\.\w+)`\*\* — (\w+)(?: `\{ ([^`]*) \}`)?/gm)
  return Object.fromEntries(
    [...lines].map(([, name = '', kind = '', keys]) => [name, { kind, keys: keys?.split(', ') ?? [] }]),
  )
}

/** What the router has. tRPC keeps the schemas where types do not show them. */
function served(): Record<string, Described> {
  return Object.fromEntries(
    Object.entries<object>(appRouter._def.procedures).map(([name, procedure]) => {
      const { type, inputs } = Object(Reflect.get(procedure, '_def')) as { type: string; inputs: z.ZodType[] }
      return [name, { kind: type, keys: inputs.flatMap(keysOf) }]
    }),
  )
}

/** The keys of an input as they are sent, in their order, with `?` where one may be left out. */
function keysOf(input: z.ZodType): string[] {
  const { properties = {}, required = [] } = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' })
  const keys = Object.keys(properties).filter((key) => key !== BESIDE_A_CURSOR)
  return keys.map((key) => (required.includes(key) ? key : `${key}?`))
}

test('the page has every procedure, its kind, and exactly the keys that it takes', () => {
  const [page, router] = [described(), served()]
  expect(Object.keys(router).length).toBeGreaterThan(25)
  expect(Object.keys(page).toSorted()).toEqual(Object.keys(router).toSorted())
  for (const [name, { kind, keys }] of Object.entries(router)) {
    expect(page[name]?.kind, name).toBe(kind)
    expect(page[name]?.keys.toSorted(), name).toEqual(keys.toSorted())
  }
})
