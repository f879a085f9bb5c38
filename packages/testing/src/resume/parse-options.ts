import { parseArgs } from 'node:util'

/** What is proven: cut subscriptions, cut watches, two servers that are killed, stops at the other, paused readers. */
export const PARTS = ['cuts', 'watches', 'servers', 'stops', 'slow'] as const
export type PartName = (typeof PARTS)[number]
/** How the servers reach their database. */
export const WAYS = ['direct', 'pgbouncer'] as const
export type Way = (typeof WAYS)[number]

export interface Options {
  seeds: number[]
  parts: PartName[]
  ways: Way[]
  /** Random cuts of `sync.subscribe`, over all seeds. */
  cuts: number
  /** Readers are cut after every k-th event for k from 1 to this. */
  everyKth: number
  tabs: number
}

export const USAGE = `pnpm resume [--seeds N, default 1 | --seed S] [--part a,b,…, default all: ${PARTS.join(',')}]
  [--way ${WAYS.join('|')}, default both] [--cuts N, default 1000] [--every-kth N, default 50] [--tabs N, default 12]`

/** Reads the command line; throws an Error that says what is wrong with it. */
export function parseOptions(args: readonly string[]): Options {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args: args.filter((arg) => arg !== '--'),
    options: {
      seed: text,
      seeds: text,
      part: text,
      way: text,
      cuts: text,
      'every-kth': text,
      tabs: text,
    },
  })
  if (values.seed !== undefined && values.seeds !== undefined)
    throw new Error('Either --seed or --seeds is to be given.')
  const many = whole('--seeds', values.seeds ?? '1')
  return {
    seeds:
      values.seed === undefined
        ? Array.from({ length: many }, (_, place) => place + 1)
        : [whole('--seed', values.seed)],
    parts: namesIn('part', PARTS, values.part),
    ways: namesIn('way', WAYS, values.way),
    cuts: whole('--cuts', values.cuts ?? '1000'),
    everyKth: whole('--every-kth', values['every-kth'] ?? '50'),
    tabs: whole('--tabs', values.tabs ?? '12'),
  }
}

function whole(name: string, text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Error(`${name} is to be a whole number from 1 on.`)
  return Number(text)
}

/** Those that are named, in their own order; all of them without a text. */
function namesIn<Name extends string>(what: string, all: readonly Name[], text: string | undefined): Name[] {
  if (text === undefined) return [...all]
  const names = text.split(',').filter((name) => name !== '')
  const unknown = names.find((name) => !all.some((known) => known === name))
  if (unknown !== undefined || names.length === 0) throw new Error(`There is no ${what} ${unknown ?? ''}.`)
  return all.filter((name) => names.includes(name))
}
