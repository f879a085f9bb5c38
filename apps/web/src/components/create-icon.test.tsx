import { Plus, Square } from 'lucide-react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { createIcon } from './create-icon.ts'

// The shapes as the library has them.
const PLUS = createIcon({
  node: [
    ['path', { d: 'M5 12h14', key: '1ays0h' }],
    ['path', { d: 'M12 5v14', key: 's699le' }],
  ],
})
const SQUARE = createIcon({
  node: [['rect', { width: '18', height: '18', x: '3', y: '3', rx: '2', key: 'afitv7' }]],
})

/** Attributes in any order; the library adds class names that nothing of ours asks for. */
function attributesIn(markup: string): string[][] {
  return [...markup.matchAll(/<[^>]+>/g)].map(([tag]) =>
    [...tag.matchAll(/[\w-]+="[^"]*"/g)]
      .map(([attribute]) => attribute.replace(/class="lucide lucide-\w+ ?/, 'class="'))
      .filter((attribute) => attribute !== 'class=""')
      .toSorted(),
  )
}

test('an icon looks as the library makes it, with what the page asks for', () => {
  const pairs = [
    [
      <Plus key="a" size={16} aria-hidden className="x" />,
      <PLUS key="b" size={16} aria-hidden className="x" />,
    ],
    [
      <Plus key="a" strokeWidth={2.4} aria-label="Add" />,
      <PLUS key="b" strokeWidth={2.4} aria-label="Add" />,
    ],
    [
      <Square key="a" size={11} fill="currentColor" aria-hidden />,
      <SQUARE key="b" size={11} fill="currentColor" aria-hidden />,
    ],
  ] as const
  for (const [theirs, ours] of pairs)
    expect(attributesIn(renderToStaticMarkup(ours))).toEqual(attributesIn(renderToStaticMarkup(theirs)))
})
