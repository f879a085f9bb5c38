import { must } from '@duck/protocol'
import { ChatPage } from '../chromium/chat-page.ts'
import { launchChromium } from '../chromium/launch-chromium.ts'
import { signInTabs } from '../chromium/sign-in-tabs.ts'
import { recordedAnswers } from '../model-server/recorded-answers.ts'
import { checkAll } from './check-all.ts'
import type { Check } from './checks.ts'
import { type SpokenTurn, speak, toRecorded } from './expected-rows.ts'
import { openStage, type Stage } from './open-stage.ts'
import { type Outcome, type Played, playAll } from './play-all.ts'
import type { Conversation } from './read-conversations.ts'
import { sendConversation } from './send-conversation.ts'
import { isTypeable, typeConversation } from './type-conversation.ts'

export interface PlayOptions {
  conversations: readonly Conversation[]
  /** An empty database of an owner's; the server prepares it. */
  databaseUrl: string
  /** How many of the conversations are typed in Chromium. */
  typed: number
  /** How many are sent over tRPC at the same time; default 4. */
  atOnce?: number
  /** How long one answer may take; default 30 s. */
  answerMs?: number
}

export interface PlayResult {
  typed: number
  sent: number
  /** Each turn of the conversations with the answer the model gave, by conversation. */
  spoken: ReadonlyMap<Conversation, readonly SpokenTurn[]>
  played: readonly Played[]
  checks: Check[]
}

type Limits = Required<Pick<PlayOptions, 'atOnce' | 'answerMs'>>

/** Has the conversations with the real product, then reads everything back; all it started is stopped in any case. */
export async function play(options: PlayOptions): Promise<PlayResult> {
  const { conversations, databaseUrl, atOnce = 4, answerMs = 30_000 } = options
  const reply = recordedAnswers(conversations.map(toRecorded))
  const spoken = new Map<Conversation, SpokenTurn[]>()
  for (const conversation of conversations) spoken.set(conversation, await speak(conversation, reply))
  const typed = conversations.filter(isTypeable).slice(0, options.typed)
  const sent = conversations.filter((conversation) => !typed.includes(conversation))
  await using stage = await openStage(databaseUrl, reply)
  const [byHand, byRpc] = await Promise.all([
    typeAll(stage, typed, answerMs),
    sendAll(stage, sent, { atOnce, answerMs }),
  ])
  const played = [...byHand.played, ...byRpc.played]
  const failures = [...byHand.failures, ...byRpc.failures]
  const checks = await checkAll(stage, spoken, { played, failures })
  return {
    typed: typed.length,
    sent: sent.length,
    spoken,
    played,
    checks: [...checks, ...byHand.checks],
  }
}

/** The socket stays open between the answers: tRPC's client may lose a watch that begins while it closes its socket. */
async function sendAll(
  { client: { rpc } }: Stage,
  sent: readonly Conversation[],
  limits: Limits,
): Promise<Outcome> {
  const held = rpc.sync.subscribe.subscribe({ sessionIds: [] }, {})
  try {
    return await playAll(sent, limits.atOnce, (one, ids) => sendConversation(rpc, one, ids, limits.answerMs))
  } finally {
    held.unsubscribe()
  }
}

/** All in one tab, one after another. */
async function typeAll(
  { app }: Stage,
  typed: readonly Conversation[],
  answerMs: number,
): Promise<Outcome & { checks: Check[] }> {
  if (typed.length === 0) return { played: [], failures: [], checks: [] }
  await using chromium = await launchChromium()
  const tabs = await chromium.openTabs(1)
  await signInTabs(app.url, tabs)
  const [first] = tabs
  const { page, errors } = must(first, 'a tab')
  page.setDefaultTimeout(answerMs)
  const chat = await new ChatPage(page, app.url).open()
  const outcome = await playAll(typed, 1, (one, ids) => typeConversation(chat, one, ids, answerMs))
  const differences = errors.map((what) => ({ session: null, index: null, what }))
  return { ...outcome, checks: [{ name: 'tabs without an error', compared: 1, differences }] }
}
