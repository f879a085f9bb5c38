import { expect, test } from 'vitest'
import { findChromium } from './find-chromium.ts'

test('CHROMIUM wins over what is installed', () => {
  expect(findChromium({ CHROMIUM: process.execPath, PATH: '/usr/bin' })).toBe(process.execPath)
})

test('a CHROMIUM that is no program is not replaced by another browser', () => {
  expect(findChromium({ CHROMIUM: '/nowhere/chromium', PATH: '/usr/bin' })).toBeUndefined()
})
