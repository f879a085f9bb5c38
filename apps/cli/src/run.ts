import type { Context } from './context.ts'
import { failureOf } from './failure-of.ts'
import { helpFor } from './help-for.ts'
import { Interrupted } from './interrupted.ts'
import { UsageError } from './usage-error.ts'
import { VERBS } from './verbs.ts'

/** Runs what was typed after `duck`; the exit code: 0 done, 1 it failed, 2 it was typed wrong. */
export async function run(args: readonly string[], context: Context): Promise<0 | 1 | 2> {
  try {
    // pnpm hands over the `--` that some people type.
    await dispatch(args[0] === '--' ? args.slice(1) : args, context)
    return 0
  } catch (error) {
    if (context.signal.aborted && !(error instanceof Interrupted)) return 1
    context.note(failureOf(error))
    if (!(error instanceof UsageError)) return 1
    context.note('duck --help says what there is.')
    return 2
  }
}

async function dispatch(args: readonly string[], context: Context): Promise<void> {
  const named = args[0] === 'help' ? args.slice(1) : args
  const verb = VERBS.find(({ name }) => startsWith(named, name))
  const words = verb ? verb.name.split(' ') : leadingWords(named)
  if (verb && !asksForHelp(args)) return verb.run(args.slice(words.length), context)
  const known = VERBS.filter(({ name }) => startsWith(name.split(' '), words.join(' ')))
  const isAsked = asksForHelp(args) || args.length === words.length
  if (known.length === 0) throw new UsageError(`There is no duck ${words.join(' ')}.`)
  if (!isAsked) throw new UsageError(`${args[words.length]} goes with no verb.`)
  context.print(helpFor(words, known))
}

/** Whether `args` begins with the words of `name`; it does with none. */
function startsWith(args: readonly string[], name: string): boolean {
  const words = name.split(' ').filter((word) => word !== '')
  return words.every((word, place) => args[place] === word)
}

function leadingWords(args: readonly string[]): string[] {
  const end = args.findIndex((arg) => arg.startsWith('-'))
  return args.slice(0, end === -1 ? args.length : end)
}

function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--')
  const before = end === -1 ? args : args.slice(0, end)
  return args[0] === 'help' || before.includes('--help') || before.includes('-h')
}
