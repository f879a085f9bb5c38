import { parseArgs } from 'node:util'

export interface Options {
  command: Command
  /** Rounds that count; one more is thrown away before them. */
  rounds: number
  /** Milliseconds that each contender runs in a round, or an answer is written. */
  ms: number
  /** Small tables and few clients too: shows that it runs, not how fast. */
  short: boolean
  /** Numbers of clients, one after another. */
  clients: readonly number[]
  /** How long a page's memory is watched. */
  minutes: number
}

const COMMANDS = ['append', 'read', 'sync', 'stream', 'fair', 'web', 'legacy', 'old-app'] as const
export type Command = (typeof COMMANDS)[number]

export const USAGE = `pnpm bench append|read|sync|stream|fair|web|legacy|old-app [--rounds N, default 9, at least 7 unless short]
  [--ms N, of each contender in a round, default 500, of an answer 4000] [--short: 3 rounds of 100 ms, small tables, few clients]
  [--clients N,N of sync, default 1000,10000] [--minutes N of web, default 3]`

// With fewer a median still follows a single odd round.
const FEWEST_ROUNDS = 7

const MS: Record<Command, { short: number; long: number }> = {
  append: { short: 100, long: 500 },
  read: { short: 100, long: 500 },
  sync: { short: 1_000, long: 4_000 },
  stream: { short: 1_000, long: 4_000 },
  fair: { short: 1_000, long: 4_000 },
  web: { short: 1_000, long: 4_000 },
  legacy: { short: 200, long: 2_000 },
  'old-app': { short: 1_000, long: 4_000 },
}
const MINUTES = { short: 1 / 3, long: 3 }
const CLIENTS = { short: '100', long: '1000,10000' }

/** Reads the command line; throws an Error that says what is wrong with it. */
export function parseOptions(args: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: args.filter((arg) => arg !== '--'),
    options: {
      rounds: { type: 'string' },
      ms: { type: 'string' },
      short: { type: 'boolean' },
      clients: { type: 'string' },
      minutes: { type: 'string' },
    },
    allowPositionals: true,
  })
  const [named, ...rest] = positionals
  const command = COMMANDS.find((each) => each === named)
  if (!command || rest.length > 0) throw new Error(`What to measure is to be one of ${COMMANDS.join(', ')}.`)
  const short = values.short ?? false
  const length = short ? 'short' : 'long'
  const rounds = whole('--rounds', values.rounds, short ? 3 : 9)
  if (!short && rounds < FEWEST_ROUNDS) throw new Error(`--rounds is to be at least ${FEWEST_ROUNDS}.`)
  const clients = (values.clients ?? CLIENTS[length]).split(',')
  return {
    command,
    rounds,
    ms: whole('--ms', values.ms, MS[command][length]),
    short,
    clients: clients.map((each) => whole('--clients', each, 0)),
    minutes: whole('--minutes', values.minutes, MINUTES[length]),
  }
}

function whole(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Error(`${name} is to be a whole number from 1 on.`)
  return Number(text)
}
