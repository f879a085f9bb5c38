import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { isRepeatable } from './is-repeatable.ts'

const page = (name: string) => readFileSync(new URL(`../../../../docs/${name}`, import.meta.url), 'utf8')
const namesIn = (text: string) => [...text.matchAll(/`(\w+\.\w+)`/g)].map(([, name = '']) => name)
const [, repeated = '', single = ''] =
  /That is safe for([\s\S]*?)Any other mutation([\s\S]*?)\n\n/.exec(page('clients.md')) ?? []
const mutations = [...page('api.md').matchAll(/^\*\*`(\w+\.\w+)`\*\* — mutation/gm)].map(
  ([, name = '']) => name,
)

test('of all mutations those are made again after no answer which docs/clients.md names', () => {
  expect(mutations.filter(isRepeatable).toSorted()).toEqual(namesIn(repeated).toSorted())
  expect(mutations.filter(isRepeatable).length).toBeGreaterThan(5)
})

test('what sets something is not: somebody else may have set it since', () => {
  expect(namesIn(single)).toEqual(['session.update', 'session.selectHead', 'message.feedback'])
  for (const name of namesIn(single)) expect(isRepeatable(name), name).toBe(false)
})
