import { statfsSync } from 'node:fs'
import { freemem, tmpdir } from 'node:os'

const IN_MEMORY = '/dev/shm'
const GIB = 1024 ** 3
// The databases of a run took 0.7 GiB; their WAL may grow to 1.
const ROOM = 4 * GIB
const MEMORY = 8 * GIB

/**
 * Where the data of a Postgres go that has nothing to keep: into memory where there is plenty of it, since a database consists of
 * hundreds of files, which many a disk takes ten times as long to make; else the folder for temporary files.
 */
export function memoryFolder(roomBytes = freeBytes(), memoryBytes = freemem()): string {
  return roomBytes >= ROOM && memoryBytes >= MEMORY ? IN_MEMORY : tmpdir()
}

/** 0 where there is no such folder. */
function freeBytes(): number {
  try {
    const { bavail, bsize } = statfsSync(IN_MEMORY)
    return bavail * bsize
  } catch {
    return 0
  }
}
