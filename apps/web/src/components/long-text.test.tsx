import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { LongText } from './long-text.tsx'

test('a text is cut between its characters, and what is left out is counted', () => {
  expect(renderToStaticMarkup(<LongText text="ab🦆cd" most={4} />)).toMatch(/^ab🦆<.* 2 more /)
  expect(renderToStaticMarkup(<LongText text="ab🦆cd" most={3} />)).toMatch(/^ab<.* 4 more /)
  expect(renderToStaticMarkup(<LongText text="ab🦆cd" most={6} />)).toBe('ab🦆cd')
})
