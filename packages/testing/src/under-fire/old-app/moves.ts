import type { Random } from '../../random/random.ts'
import { type Element, fieldsOf, someElement } from './elements.ts'

/** What an old app makes of an array that it has read: the versions that it writes, one after another. */
export type Move = (messages: readonly Element[], random: Random) => readonly unknown[]

const say: Move = (messages, random) => [[...messages, someElement(random, 'user')]]

const exchange: Move = (messages, random) => [
  [...messages, someElement(random, 'user'), someElement(random, 'assistant')],
]

/** A question, and an answer that streams in: written again and again with more text. */
const stream: Move = (messages, random) => {
  const asked = [...messages, someElement(random, 'user')]
  const id = random.chance(0.5) ? { id: random.uuid() } : {}
  let content = ''
  const grown = Array.from({ length: random.between(2, 6) }, (_, n) => {
    content += ` piece ${n} ${random.between(0, 99)}`
    return [...asked, { ...id, role: 'assistant', content }]
  })
  const followed = random.chance(0.3) ? [[...(grown.at(-1) ?? []), someElement(random, 'user')]] : []
  return [asked, ...grown, ...followed]
}

const edit: Move = (messages, random) => {
  const place = random.between(0, messages.length - 1)
  const fields = fieldsOf(messages[place])
  const changed = fields
    ? { ...fields, content: `edited ${random.between(0, 1e6)}` }
    : someElement(random, 'user')
  return [messages.with(place, changed)]
}

const removeOne: Move = (messages, random) => [messages.toSpliced(random.between(0, messages.length - 1), 1)]

const shrink: Move = (messages, random) => [messages.slice(0, random.between(0, messages.length))]

const restore: Move = (messages, random) => {
  const less = messages.slice(0, random.between(0, messages.length))
  return [less, [...messages]]
}

const reorder: Move = (messages, random) => {
  const place = random.between(0, messages.length - 1)
  const [moved] = messages.slice(place, place + 1)
  return [[...messages.toSpliced(place, 1), moved]]
}

const insertBetween: Move = (messages, random) => [
  messages.toSpliced(random.between(0, messages.length), 0, someElement(random, 'user')),
]

const again: Move = (messages, random) => [[...messages, messages[random.between(0, messages.length - 1)]]]

const stripIds: Move = (messages) => [
  messages.map((element) => {
    const { id: _id, ...rest } = fieldsOf(element) ?? {}
    return fieldsOf(element) ? rest : element
  }),
]

const noArray: Move = (messages, random) => [
  random.pick<unknown>([{ messages: messages.slice(0, 2) }, 'lost', null, 12]),
  [...messages],
]

const large: Move = (messages, random) => [
  [...messages, { role: 'user', content: `large ${random.between(0, 1e6)} ${'x'.repeat(1_000_000)}` }],
]

export const MOVES: readonly [readonly [number, Move], ...(readonly [number, Move])[]] = [
  [30, say],
  [15, exchange],
  [20, stream],
  [8, edit],
  [4, removeOne],
  [3, shrink],
  [3, restore],
  [3, reorder],
  [4, insertBetween],
  [4, again],
  [1, stripIds],
  [2, noArray],
  [0.3, large],
]

/** What an old app does all day: a text, a text with its answer, an answer that streams, an edit. */
export const EVERYDAY = [say, exchange, stream, edit] as const

/** A move that can be made with so many elements. */
export function pickMove(messages: readonly Element[], random: Random): Move {
  if (messages.length === 0) return say
  let left = random.next() * MOVES.reduce((sum, [weight]) => sum + weight, 0)
  for (const [weight, move] of MOVES) {
    left -= weight
    if (left < 0) return move
  }
  return say
}
