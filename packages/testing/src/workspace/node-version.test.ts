import { expect, test } from 'vitest'

test('the tests run on the Node that the product is run with', () => {
  expect(process.versions.node.split('.')[0]).toBe('24')
})
