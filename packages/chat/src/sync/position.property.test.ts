import { must, type SyncEvent, uuidv7 } from '@duck/protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Position } from './position.ts'

const STREAMS = [uuidv7(), uuidv7(), uuidv7()]
const EVERY = () => true

interface Piece {
  stream: number
  text: string
  /** Units that come once more, as when text was read and told at once. */
  again: number
  /** The reader is cut off after it. */
  cut: boolean
}

const piece: fc.Arbitrary<Piece> = fc.record({
  stream: fc.nat(STREAMS.length - 1),
  text: fc.string({ unit: fc.constantFrom('a', 'b', '🦆'), maxLength: 5 }),
  again: fc.nat(8),
  cut: fc.boolean(),
})

/** Each stream's text as one reader puts it together; every delta has to go on exactly where the last one ended. */
class Tab {
  readonly texts = new Map<string, string>()

  hear(event: SyncEvent | null): void {
    if (event?.type !== 'stream-delta') return
    const text = this.texts.get(event.streamId) ?? ''
    expect(event.offset).toBe(text.length)
    this.texts.set(event.streamId, text + event.delta)
  }
}

test('a reader that is cut off anywhere and goes on from its id has every unit once', () => {
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const tab = new Tab()
      const written = new Map<string, string>()
      let position = new Position(EVERY)
      for (const id of STREAMS) position.begin(id, 'a')
      for (const { stream, text, again, cut } of pieces) {
        const streamId = must(STREAMS[stream], 'stream')
        const whole = (written.get(streamId) ?? '') + text
        written.set(streamId, whole)
        const offset = Math.max(0, whole.length - text.length - again)
        tab.hear(position.take({ type: 'stream-delta', streamId, offset, delta: whole.slice(offset) }))
        const { id } = position
        if (cut) position = new Position(EVERY, must(Position.parse(id), 'position'))
      }
      for (const [streamId, text] of written) expect(tab.texts.get(streamId) ?? '').toBe(text)
    }),
  )
})

test('every id can be read, and says the same again', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.uuid(), fc.nat(999_999_999), { maxKeys: 64 }), (given) => {
      const { id } = new Position(EVERY, new Map(Object.entries(given)))
      expect(Position.parse(id)).toEqual(new Map(Object.entries(given)))
    }),
  )
})

test('no text is read as an id unless it is one', () => {
  const near = fc.string({ unit: fc.constantFrom('1', '~', '.', '-', 'a', '0', STREAMS[0] ?? '') })
  fc.assert(
    fc.property(fc.oneof(fc.string(), near), (text) => {
      const given = Position.parse(text)
      if (given) for (const units of given.values()) expect(units).toBeGreaterThanOrEqual(0)
    }),
  )
})
