import { parseArgs } from 'node:util'

export interface Options {
  file: string
  /** Only so many conversations, from the start of the file. */
  limit: number
  /** Decides which sessions hold what odd forms. */
  seed: string
}

export const USAGE = 'pnpm rehearse <file.jsonl> [--limit N, default all] [--seed S, default 1]'

/** Reads the command line; throws an Error that says what is wrong with it. */
export function parseOptions(args: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: args.filter((arg) => arg !== '--'),
    allowPositionals: true,
    options: { limit: { type: 'string' }, seed: { type: 'string', default: '1' } },
  })
  const [file, ...more] = positionals
  if (file === undefined || more.length > 0) throw new Error('One file is to be named.')
  const limit = values.limit ?? ''
  if (limit !== '' && !/^[1-9]\d{0,8}$/.test(limit))
    throw new Error('--limit is to be a whole number from 1 on.')
  return { file, limit: limit === '' ? Number.POSITIVE_INFINITY : Number(limit), seed: values.seed }
}
