import { basename } from 'node:path'
import type { Check, Difference } from './checks.ts'
import type { SpokenTurn } from './expected-rows.ts'
import type { PlayResult } from './play.ts'
import type { Conversation, Recording } from './read-conversations.ts'

export interface Report {
  file: string
  leftOut: Recording['leftOut']
  result: PlayResult
  seconds: number
}

const MOST_LISTED = 30

/** Whether everything is as it should be. */
export function isFaultless({ checks }: Pick<PlayResult, 'checks'>): boolean {
  return checks.every(({ differences }) => differences.length === 0)
}

/** The whole report as text, without a last line break. */
export function formatReport({ file, leftOut, result, seconds }: Report): string {
  const { typed, sent, checks } = result
  const differences = checks.flatMap((check) => check.differences)
  return [
    `Played ${basename(file)}: ${number(typed + sent)} conversations, ${number(typed)} typed in Chromium, ${number(sent)} sent over tRPC.`,
    answersLine(result.spoken),
    ...[...leftOut].map(([why, count]) => `Left out: ${number(count)} messages ${why}.`),
    '',
    ...checks.map(checkLine),
    '',
    ...differences.slice(0, MOST_LISTED).map(differenceLine),
    ...(differences.length > MOST_LISTED ? [`… and ${number(differences.length - MOST_LISTED)} more`] : []),
    `${differences.length === 0 ? 'No difference' : `${number(differences.length)} DIFFERENCES`} in ${seconds.toFixed(1)} s.`,
  ].join('\n')
}

/** Says where the answers came from: the model server knows of a conversation only what it is sent. */
function answersLine(spoken: ReadonlyMap<Conversation, readonly SpokenTurn[]>): string {
  const sources = { own: 0, none: 0, other: 0 }
  for (const [{ turns }, answered] of spoken)
    for (const [at, { answer }] of answered.entries()) {
      const recorded = turns[at]?.answer ?? null
      if (recorded === null) sources.none += 1
      else sources[recorded === answer ? 'own' : 'other'] += 1
    }
  const prompts = sources.own + sources.none + sources.other
  return `${number(2 * prompts)} messages: ${number(prompts)} prompts and as many answers, ${number(sources.own)} the recorded ones, ${number(sources.none)} to prompts without one, ${number(sources.other)} recorded in another conversation for the same words.`
}

function checkLine({ name, compared, differences }: Check): string {
  const verdict = differences.length === 0 ? 'ok  ' : 'FAIL'
  const count = number(compared).padStart(10)
  return `${verdict} ${count}  ${name}${differences.length === 0 ? '' : ` (${number(differences.length)} differences)`}`
}

function differenceLine({ session, index, what }: Difference): string {
  const where = [session, index === null ? null : `index ${index}`].filter((part) => part !== null)
  return `  ${[where.join(', '), what].filter((part) => part !== '').join(': ')}`
}

function number(value: number): string {
  return value.toLocaleString('en-US')
}
