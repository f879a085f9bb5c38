import { expect, test } from 'vitest'
import { listFiles, readText } from './workspace.ts'

/** What a browser moves without painting anything anew. */
const UNPAINTED = ['opacity', 'transform', 'translate', 'scale', 'rotate']

const CSS = listFiles('apps/web/src/*.css').map(readText).join('\n')

test('what moves for as long as an answer is written needs no painting, so that a page at rest costs next to nothing', () => {
  const endless = [...CSS.matchAll(/animation: ([\w-]+)[^;]* infinite/g)].map(([, name = '']) => name)
  expect(endless).toContain('pulse-ring')
  for (const name of endless) {
    const frames = new RegExp(`@keyframes ${name} \\{(.*?)\\n\\}`, 's').exec(CSS)?.[1] ?? ''
    const moved = [...frames.matchAll(/([\w-]+):/g)].map(([, property = '']) => property)
    expect(moved, name).not.toEqual([])
    expect(
      moved.filter((property) => !UNPAINTED.includes(property)),
      name,
    ).toEqual([])
  }
})
