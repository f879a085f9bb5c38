import { expect, test } from 'vitest'
import { findChromium, findChromiumShell } from './find-chromium.ts'

test.each([
  ['the browser', findChromium],
  ['the shell', findChromiumShell],
])(
  'as %s CHROMIUM wins over what is installed, and one that is no program is not replaced',
  (_what, find) => {
    expect(find({ CHROMIUM: process.execPath, PATH: '/usr/bin' })).toBe(process.execPath)
    expect(find({ CHROMIUM: '/nowhere/chromium', PATH: '/usr/bin' })).toBeUndefined()
  },
)

test('without a shell the whole browser is taken', () => {
  const shell = findChromiumShell({ PATH: '' })
  expect([findChromium({ PATH: '' }), '/usr/bin/chromium-headless-shell']).toContain(shell)
})
