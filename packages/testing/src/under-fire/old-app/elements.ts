import type { Random } from '../../random/random.ts'

/** An element of an old app's array: an object mostly, and what else one finds. */
export type Element = unknown

/** A plain object of an array, or null for what is none. */
export function fieldsOf(element: Element): Record<string, unknown> | null {
  return typeof element === 'object' && element !== null && !Array.isArray(element)
    ? (element as Record<string, unknown>)
    : null
}

const WORDS = ['the', 'duck', 'of', 'a', 'river', 'never', 'loses', 'and', 'its', 'way', 'home'] as const

function text(random: Random): string {
  return Array.from({ length: random.between(1, 12) }, () => random.pick(WORDS)).join(' ')
}

type Time = (n: number) => Record<string, unknown>

const TIMES: readonly [Time, ...Time[]] = [
  (n: number) => ({ timestamp: new Date(1.7e12 + n * 1000).toISOString() }),
  (n: number) => ({ createdAt: 1.7e12 + n }),
  (n: number) => ({ time: 1.7e9 + n }),
  () => ({ timestamp: 'yesterday' }),
  () => ({}),
]

/** What somebody says: mostly plain, often the same as before, now and then odd. */
export function someElement(random: Random, role: 'user' | 'assistant'): Element {
  if (random.chance(0.06)) return oddElement(random)
  const said = random.chance(0.15) ? 'ok' : text(random)
  const id = random.chance(0.5) ? { id: random.chance(0.2) ? random.between(1, 1e9) : random.uuid() } : {}
  const model = role === 'assistant' && random.chance(0.3) ? { model: 'gpt-4' } : {}
  return { ...id, role, content: said, ...random.pick(TIMES)(random.between(0, 1e6)), ...model }
}

function oddElement(random: Random): Element {
  const all: readonly [Element, ...Element[]] = [
    { role: 'tool', content: text(random), name: 'search' },
    { role: 'function', content: { result: text(random) } },
    { role: 'assistant', content: null },
    {
      role: 'user',
      content: [
        { type: 'text', text: text(random) },
        { type: 'image_url', url: 'x' },
      ],
    },
    { content: text(random) },
    { role: 'user' },
    { role: 7, content: 7 },
    text(random),
    random.between(0, 99),
    null,
    [],
    {},
  ]
  return random.pick(all)
}
