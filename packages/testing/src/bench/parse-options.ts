import { parseArgs } from 'node:util'

export interface Options {
  command: 'append' | 'read'
  /** Rounds that count; one more is thrown away before them. */
  rounds: number
  /** Milliseconds that each contender runs in a round. */
  ms: number
  /** Small tables too: shows that it runs, not how fast. */
  short: boolean
}

export const USAGE = `pnpm bench append|read [--rounds N, default 9, at least 7 unless short]
  [--ms N, of each contender in a round, default 500] [--short: 3 rounds of 100 ms, small tables]`

// With fewer a median still follows a single odd round.
const FEWEST_ROUNDS = 7

/** Reads the command line; throws an Error that says what is wrong with it. */
export function parseOptions(args: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: args.filter((arg) => arg !== '--'),
    options: { rounds: { type: 'string' }, ms: { type: 'string' }, short: { type: 'boolean' } },
    allowPositionals: true,
  })
  const [command, ...rest] = positionals
  if ((command !== 'append' && command !== 'read') || rest.length > 0)
    throw new Error('What to measure is to be append or read.')
  const short = values.short ?? false
  const rounds = whole('--rounds', values.rounds, short ? 3 : 9)
  if (!short && rounds < FEWEST_ROUNDS) throw new Error(`--rounds is to be at least ${FEWEST_ROUNDS}.`)
  return { command, rounds, ms: whole('--ms', values.ms, short ? 100 : 500), short }
}

function whole(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Error(`${name} is to be a whole number from 1 on.`)
  return Number(text)
}
