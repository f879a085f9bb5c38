import { describe, expect, it } from 'vitest'
import { linkTarget, remoteImage } from './link-policy.ts'

describe('a link', () => {
  it.each(['http://pond.example/a?b#c', 'https://pond.example/', 'mailto:duck@pond.example'])(
    'to %s may be followed',
    (href) => expect(linkTarget(href)).toBe(href),
  )

  it.each([
    'javascript:alert(1)',
    ' java\nscript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://pond.example/1',
    '//pond.example/x',
    '/s/another',
    '#fragment',
    'http://',
    '',
    undefined,
  ])('to %s is shown as text', (href) => expect(linkTarget(href)).toBeNull())
})

describe('an image', () => {
  it('names the host that would learn of its opening', () => {
    expect(remoteImage('https://pond.example:8443/duck.png?id=7')).toEqual({
      url: 'https://pond.example:8443/duck.png?id=7',
      host: 'pond.example:8443',
    })
  })

  it.each([
    'data:image/svg+xml,<svg onload="alert(1)"/>',
    'javascript:alert(1)',
    'duck.png',
    '//pond.example/x',
    undefined,
  ])('from %s is no link', (src) => expect(remoteImage(src)).toBeNull())
})
