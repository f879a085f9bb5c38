import { type Choice, hasSession, type Legacy } from '@duck/legacy'
import { UsageError } from '../usage-error.ts'

/** The options that say which sessions a step is for. */
export const CHOICE_OPTIONS = {
  session: { type: 'string', value: 'ID', says: 'of this session' },
  percent: { type: 'string', value: 'N', says: 'of N per cent of the sessions, always the same ones' },
  all: { type: 'boolean', says: 'of all sessions' },
} as const

/**
 * What they say: exactly one of them.
 *
 * @throws UsageError
 */
export function choiceFrom(values: { session?: string; percent?: string; all?: boolean }): Choice {
  const given = [values.session, values.percent, values.all].filter((value) => value !== undefined)
  if (given.length !== 1) throw new UsageError('Say which sessions: --session ID, --percent N or --all.')
  if (values.session !== undefined) return { session: values.session }
  if (values.percent === undefined) return { percent: 100 }
  const percent = Number(values.percent)
  if (!Number.isInteger(percent) || percent < 1 || percent > 100)
    throw new UsageError('--percent must be a whole number from 1 to 100.')
  return { percent }
}

/** @throws Error a sentence, when one session was named and is not there. */
export async function refuseUnknown(legacy: Legacy, choice: Choice): Promise<void> {
  if ('session' in choice && !(await hasSession(legacy, choice.session)))
    throw new Error('There is no session of that id.')
}
