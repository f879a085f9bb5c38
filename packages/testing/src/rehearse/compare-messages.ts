import type { Message } from '@duck/protocol'
import type { Check, Difference } from '../play/checks.ts'
import { textDifference } from '../play/text-difference.ts'
import type { ExpectedMessage } from './old-chat.ts'

/** Compares what the product lists of a session with what it has to. */
export function compareMessages(
  session: string,
  expected: readonly ExpectedMessage[],
  listed: readonly Message[],
): Check {
  const name = 'messages: text, role, time and place'
  const differences = expected.flatMap((wanted, index): Difference[] => {
    const found = listed[index]
    const what = found ? faultOf(wanted, found, index) : 'missing'
    return what === null ? [] : [{ session, index, what }]
  })
  if (listed.length > expected.length)
    differences.push({
      session,
      index: null,
      what: `${listed.length} messages instead of ${expected.length}`,
    })
  return { name, compared: expected.length, differences }
}

function faultOf(wanted: ExpectedMessage, found: Message, index: number): string | null {
  const told = (index: number, role: string, createdAt: string) => `${index} ${role} ${createdAt}`
  const is = told(found.messageIndex, found.role, found.createdAt)
  const be = told(index, wanted.role, wanted.createdAt)
  return is === be ? textDifference(wanted.content, found.content) : `is ${is} instead of ${be}`
}
