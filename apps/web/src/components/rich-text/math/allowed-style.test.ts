import { expect, it } from 'vitest'
import { allowedStyle } from './allowed-style.ts'

it('what KaTeX writes is taken', () =>
  expect(allowedStyle('height:1.05em;vertical-align:-0.19em;margin-right:0.03em;color:#f00;')).toEqual({
    height: '1.05em',
    verticalAlign: '-0.19em',
    marginRight: '0.03em',
    color: '#f00',
  }))

it.each([
  'position:fixed',
  'background-image:url(x)',
  'color:url(x)',
  'width:100vw',
  '__proto__:x',
  'constructor:red',
  'x',
])('and nothing else: %s', (style) => expect(allowedStyle(style)).toEqual({}))
