import { basename } from 'node:path'
import type { Rehearsal } from './rehearse.ts'

const MOST_LISTED = 30

/** Whether everything is as it should be. */
export function isFaultless({ checks }: Pick<Rehearsal, 'checks'>): boolean {
  return checks.every(({ differences }) => differences.length === 0)
}

/** The whole report as text, without a last line break. */
export function formatReport(
  { chats, appended, steps, checks }: Rehearsal,
  { file, seconds }: { file: string; seconds: number },
): string {
  const messages = chats.reduce((total, { expected }) => total + expected.length, 0)
  const odd = chats.filter((chat) => chat.odd.length > 0)
  const forms = odd.reduce((total, chat) => total + chat.odd.length, 0)
  const differences = checks.flatMap((check) => check.differences)
  const width = Math.max(...steps.map(({ command }) => command.length))
  return [
    `Rehearsed with ${basename(file)}: ${number(chats.length)} sessions, ${number(messages)} messages; odd forms at ${number(forms)} places in ${number(odd.length)} sessions; ${number(appended)} messages appended in the product.`,
    '',
    ...steps.map(
      (step) => `${step.seconds.toFixed(1).padStart(7)} s  ${step.command.padEnd(width)}  ${said(step.said)}`,
    ),
    '',
    ...checks.map(
      ({ name, compared, differences: { length } }) =>
        `${length === 0 ? 'ok  ' : 'FAIL'} ${number(compared).padStart(10)}  ${name}${length === 0 ? '' : ` (${number(length)} differences)`}`,
    ),
    '',
    ...differences
      .slice(0, MOST_LISTED)
      .map(
        ({ session, index, what }) =>
          `  ${session ?? ''}${index === null ? '' : `, index ${index}`}: ${what}`,
      ),
    ...(differences.length > MOST_LISTED ? [`… and ${number(differences.length - MOST_LISTED)} more`] : []),
    `${differences.length === 0 ? 'No difference' : `${number(differences.length)} DIFFERENCES`} in ${seconds.toFixed(1)} s.`,
  ].join('\n')
}

/** A line that a link or JSON may stand in is not repeated. */
function said(line: string): string {
  return /https?:|^[[{]/.test(line) ? '' : line
}

function number(value: number): string {
  return value.toLocaleString('en-US')
}
