import { parseArgs } from 'node:util'
import { SCENARIO_NAMES, type ScenarioName } from './outage/scenarios.ts'
import { MODES, MOMENT_NAMES, type Mode } from './points.ts'

export type Options =
  | { command: 'points'; modes: Mode[]; moments: string[]; atOnce: number }
  | { command: 'outage'; scenarios: ScenarioName[]; seconds: number }

export const USAGE = `pnpm crash [--mode ${MODES.join('|')}, default both] [--at a,b,…, default all moments]
  [--at-once N, default 6]
       pnpm crash outage [--only a,b,…, default all: ${SCENARIO_NAMES.join(',')}] [--seconds N, default 60]
Moments: ${MOMENT_NAMES.join(', ')}`

// A server whose beat has not changed for 6 s counts as dead: only what is longer shows anything.
const SHORTEST_OUTAGE_S = 8

/** Reads the command line; throws an Error that says what is wrong with it. */
export function parseOptions(args: readonly string[]): Options {
  const text = { type: 'string' } as const
  const { values, positionals } = parseArgs({
    args: args.filter((arg) => arg !== '--'),
    options: { mode: text, at: text, 'at-once': text, only: text, seconds: text },
    allowPositionals: true,
  })
  const [command = 'points', ...rest] = positionals
  if (rest.length > 0 || (command !== 'points' && command !== 'outage'))
    throw new Error('The command is to be none, or outage.')
  if (command === 'outage') return outageOptions(values)
  return {
    command,
    modes: namesOf('--mode', values.mode, MODES),
    moments: namesOf('--at', values.at, MOMENT_NAMES),
    atOnce: whole('--at-once', values['at-once'] ?? '6'),
  }
}

function outageOptions({ only, seconds = '60' }: { only?: string; seconds?: string }): Options {
  const long = whole('--seconds', seconds)
  if (long < SHORTEST_OUTAGE_S) throw new Error(`--seconds is to be at least ${SHORTEST_OUTAGE_S}.`)
  return { command: 'outage', scenarios: namesOf('--only', only, SCENARIO_NAMES), seconds: long }
}

function whole(name: string, text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new Error(`${name} is to be a whole number from 1 on.`)
  return Number(text)
}

function namesOf<Name extends string>(
  option: string,
  text: string | undefined,
  known: readonly Name[],
): Name[] {
  if (text === undefined) return [...known]
  const asked = text.split(',').filter((name) => name !== '')
  const unknown = asked.find((name) => !known.some((each) => each === name))
  if (unknown !== undefined || asked.length === 0)
    throw new Error(`${option} is to be of ${known.join(', ')}.`)
  return known.filter((name) => asked.includes(name))
}
