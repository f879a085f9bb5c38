import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { memoryFolder } from './memory-folder.ts'

const GIB = 1024 ** 3

test('data lie in memory only where there is plenty of it and of room there', () => {
  expect(memoryFolder(4 * GIB, 8 * GIB)).toBe('/dev/shm')
  expect(memoryFolder(4 * GIB - 1, 64 * GIB)).toBe(tmpdir())
  expect(memoryFolder(64 * GIB, 8 * GIB - 1)).toBe(tmpdir())
  expect(memoryFolder(0, 64 * GIB)).toBe(tmpdir())
})

test('on this machine it is a folder that is there', () => {
  expect(existsSync(memoryFolder())).toBe(true)
})
