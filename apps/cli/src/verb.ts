import { parseArgs } from 'node:util'
import type { Context } from './context.ts'
import { UsageError } from './usage-error.ts'

export interface Option {
  type: 'string' | 'boolean'
  /** What stands for its value in help; of a string. */
  value?: string
  says: string
}

export type Options = Readonly<Record<string, Option>>

/** One thing that can be done, as the table holds it. */
export interface Verb {
  /** As it is typed, without `duck`: `user reset`. */
  name: string
  /** The words it takes, all of them needed, as help names them. */
  takes: readonly string[]
  /** What it does, for a line of help. */
  says: string
  options: Options
  /** @throws UsageError; Error a sentence, when it fails. */
  run: (args: readonly string[], context: Context) => Promise<void>
}

type Words<Takes extends readonly string[]> = { [Place in keyof Takes]: string }
type Values<Taken extends Options> = {
  [Name in keyof Taken]?: Taken[Name]['type'] extends 'boolean' ? boolean : string
}

interface Definition<Takes extends readonly string[], Taken extends Options> extends Omit<Verb, 'run'> {
  takes: Takes
  options: Taken
  act: (given: { words: Words<Takes>; values: Values<Taken> }, context: Context) => Promise<void>
}

/** A verb whose arguments are read as it says of them. */
export function defineVerb<const Takes extends readonly string[], const Taken extends Options>({
  act,
  ...verb
}: Definition<Takes, Taken>): Verb {
  return { ...verb, run: (args, context) => act(read(verb, args), context) }
}

function read<Takes extends readonly string[], Taken extends Options>(
  { name, takes, options }: { name: string; takes: Takes; options: Taken },
  args: readonly string[],
): { words: Words<Takes>; values: Values<Taken> } {
  const { positionals, values } = parsed(args, options)
  const missing = takes[positionals.length]
  if (missing !== undefined) throw new UsageError(`duck ${name} needs <${missing}>.`)
  if (positionals.length > takes.length)
    throw new UsageError(
      `duck ${name} takes ${takes.length === 0 ? 'no words' : `only <${takes.join('> <')}>`}: ${positionals[takes.length]} is too much.`,
    )
  return asDefined(positionals, values)
}

function parsed(args: readonly string[], options: Options) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (error) {
    // Node's own advice follows after the first sentence.
    const [sentence = ''] = (error instanceof Error ? error.message : String(error)).split(/\. |\n/)
    throw new UsageError(`${sentence.replace(/\.$/, '')}.`)
  }
}

/** The counts were compared, and parseArgs holds values to their types; it cannot say so for options it does not know. */
function asDefined<Takes extends readonly string[], Taken extends Options>(
  words: string[],
  values: object,
): { words: Words<Takes>; values: Values<Taken> } {
  return { words: words as Words<Takes>, values: values as Values<Taken> }
}
