import { expect, test } from 'vitest'
import { DEAD_AFTER_MS, DEAD_AFTER_OUTAGE_MS, type Silence, Silences } from './silences.ts'

const beats = (a: string) => new Map([['a', a]])

/** Looks once a second from `from` on, `times` times. */
function look(silences: Silences, from: number, times: number, beat: string): string[] {
  let dead: Silence[] = []
  for (let n = 0; n < times; n++) dead = silences.hear(beats(beat), from + n * 1000)
  return dead.map(({ serverId }) => serverId)
}

test('a server is dead when its beat has not changed for six seconds of unbroken sight', () => {
  const silences = new Silences()
  expect(look(silences, 0, DEAD_AFTER_MS / 1000, '1')).toEqual([])
  expect(silences.hear(beats('1'), DEAD_AFTER_MS)).toEqual([{ serverId: 'a', ms: DEAD_AFTER_MS }])
})

test('a beat that changed starts the patience anew', () => {
  const silences = new Silences()
  look(silences, 0, 6, '1')
  expect(look(silences, 6000, 6, '2')).toEqual([])
})

test('a watcher that slept, or lost the database, kills nobody', () => {
  const slept = new Silences()
  look(slept, 0, 5, '1')
  expect(slept.hear(beats('1'), 60_000)).toEqual([])
  const blind = new Silences()
  look(blind, 0, 5, '1')
  blind.forget()
  expect(look(blind, 5000, 5, '1')).toEqual([])
})

test('after an outage a server has twice the time to come back, and then is dead', () => {
  const silences = new Silences()
  look(silences, 0, 5, '1')
  silences.forget()
  expect(look(silences, 5_000, DEAD_AFTER_OUTAGE_MS / 1000, '1')).toEqual([])
  expect(look(silences, 5_000 + DEAD_AFTER_OUTAGE_MS, 1, '1')).toEqual(['a'])
})
