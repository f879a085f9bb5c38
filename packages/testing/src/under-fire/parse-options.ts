import { parseArgs } from 'node:util'

export interface Options {
  seed: string
  seconds: number
  kills: number
}

export const USAGE = 'pnpm under-fire [--seed S] [--seconds N, default 90] [--kills N, default 30]'

/** Reads the command line; throws an Error that says what is wrong with it. */
export function parseOptions(args: readonly string[]): Options {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args: args.filter((arg) => arg !== '--'),
    options: { seed: text, seconds: text, kills: text },
  })
  return {
    seed: values.seed ?? String(Date.now()),
    seconds: whole('--seconds', values.seconds, 90),
    kills: whole('--kills', values.kills, 30),
  }
}

function whole(name: string, given: string | undefined, otherwise: number): number {
  const number = given === undefined ? otherwise : Number(given)
  if (!Number.isInteger(number) || number < 0) throw new Error(`${name} must be a whole number.`)
  return number
}
