import type { RequestMessage } from '../model-server/script.ts'
import type { Recorded } from '../play/read-conversations.ts'
import { createRandom, type Random } from '../random/random.ts'
import { NO_ARRAYS, ODD_FORMS, type Said, USUAL } from './odd-forms.ts'
import type { OldChat } from './old-chat.ts'

/** Of the sessions, and of the messages in them. */
const ODD_SESSIONS = 0.2
const ODD_MESSAGES = 0.3
const NO_ARRAY = 0.02
const UUIDS = 0.7
const SECOND_MS = 1000
const FIRST_DAY = Date.UTC(2025, 0, 1)

/** The recorded conversations as an old app has stored them, for these users; a seed decides what is odd in them. */
export function makeOldChats(
  records: readonly Recorded[],
  { seed, userIds }: { seed: string; userIds: readonly [string, ...string[]] },
): OldChat[] {
  const random = createRandom(seed)
  return records.map((record, place) => makeOldChat(record, { place, userIds, random: random.fork(place) }))
}

interface Making {
  place: number
  userIds: readonly [string, ...string[]]
  random: Random
}

function makeOldChat({ title, messages }: Recorded, { place, userIds, random }: Making): OldChat {
  const began = FIRST_DAY + place * 3_600 * SECOND_MS
  const chat: OldChat = {
    id: random.chance(UUIDS) ? random.uuid() : `chat_${place}`,
    userId: random.pick(userIds),
    title: title.slice(0, 200),
    createdAt: new Date(began).toISOString(),
    messages: [],
    odd: [],
    expected: [],
  }
  if (random.chance(NO_ARRAY)) return { ...chat, messages: random.pick(NO_ARRAYS), odd: ['no array'] }
  const said = messages.map((message, at) => saidAt(message, began + (at + 1) * 30 * SECOND_MS))
  return { ...chat, ...elementsOf(said, random) }
}

function saidAt({ role, content }: RequestMessage, ms: number): Said {
  return { role: role === 'user' ? 'user' : 'assistant', content, at: new Date(ms).toISOString() }
}

function elementsOf(said: readonly Said[], random: Random): Pick<OldChat, 'messages' | 'odd' | 'expected'> {
  const isOdd = random.chance(ODD_SESSIONS)
  const written = said.map((one) => {
    const { name, write } = isOdd && random.chance(ODD_MESSAGES) ? random.pick(ODD_FORMS) : USUAL
    return { name, ...write(one) }
  })
  return {
    messages: written.map(({ element }) => element),
    odd: written.map(({ name }) => name).filter((name) => name !== USUAL.name),
    expected: written.map(({ expected }) => expected),
  }
}
