import { parseArgs } from 'node:util'
import { NEMESES, type NemesisName } from './nemesis/names.ts'
import { TARGETS, type TargetName } from './run/plan.ts'

export interface Options {
  seeds: number[]
  targets: TargetName[]
  /** Ids to ack on each target, over all seeds. */
  appends: number
  clients: number
  users: number
  nemeses: NemesisName[]
}

export const USAGE = `pnpm history [--seeds N, default 10 | --seed S] [--appends N, default 20000]
  [--clients N, default 48] [--users N, default 64] [--target ${TARGETS.join('|')}, default all]
  [--nemesis a,b,…, default all: ${NEMESES.join(',')}]`

const MOST_HOT = 4

/** Reads the command line; throws an Error that says what is wrong with it. */
export function parseOptions(args: readonly string[]): Options {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args: args.filter((arg) => arg !== '--'),
    options: {
      seed: text,
      seeds: text,
      appends: text,
      clients: text,
      users: text,
      target: text,
      nemesis: text,
    },
  })
  if (values.seed !== undefined && values.seeds !== undefined)
    throw new Error('Either --seed or --seeds is to be given.')
  const count = (name: string, given: string | undefined, otherwise: number) =>
    given === undefined ? otherwise : whole(name, given)
  const many = count('--seeds', values.seeds, 10)
  const users = count('--users', values.users, 64)
  if (users < MOST_HOT) throw new Error(`--users is to be at least ${MOST_HOT}.`)
  return {
    seeds:
      values.seed === undefined
        ? Array.from({ length: many }, (_, place) => place + 1)
        : [whole('--seed', values.seed)],
    targets: targetsOf(values.target),
    appends: count('--appends', values.appends, 20_000),
    clients: count('--clients', values.clients, 48),
    users,
    nemeses: nemesesOf(values.nemesis),
  }
}

function whole(name: string, text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Error(`${name} is to be a whole number from 1 on.`)
  return Number(text)
}

function targetsOf(text: string | undefined): TargetName[] {
  if (text === undefined) return [...TARGETS]
  const target = TARGETS.find((known) => known === text)
  if (!target) throw new Error(`--target is to be one of ${TARGETS.join(', ')}.`)
  return [target]
}

function nemesesOf(text: string | undefined): NemesisName[] {
  if (text === undefined) return [...NEMESES]
  const names = text.split(',').filter((name) => name !== '')
  const unknown = names.find((name) => !NEMESES.some((known) => known === name))
  if (unknown !== undefined) throw new Error(`There is no nemesis ${unknown}.`)
  return NEMESES.filter((name) => names.includes(name))
}
