import { parseArgs } from 'node:util'

export interface Options {
  file: string
  /** How many conversations are typed; the others are sent over tRPC. */
  typed: number
  /** Only so many conversations, from the start of the file. */
  limit: number
}

export const USAGE = 'pnpm play <file.jsonl> [--typed N, default 10] [--limit N, default all]'

/** Reads the command line; throws an Error that says what is wrong with it. */
export function parseOptions(args: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: args.filter((arg) => arg !== '--'),
    allowPositionals: true,
    options: { typed: { type: 'string' }, limit: { type: 'string' } },
  })
  const [file, ...more] = positionals
  if (file === undefined || more.length > 0) throw new Error('One file is to be named.')
  return {
    file,
    typed: count('--typed', values.typed ?? '10'),
    limit: values.limit === undefined ? Number.POSITIVE_INFINITY : count('--limit', values.limit),
  }
}

function count(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`${name} is to be a whole number.`)
  return Number(text)
}
