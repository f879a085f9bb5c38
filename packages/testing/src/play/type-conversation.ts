import { must } from '@duck/protocol'
import type { ChatPage } from '../chromium/chat-page.ts'
import type { TurnIds } from './expected-rows.ts'
import type { PlayOne } from './play-all.ts'
import type { Conversation } from './read-conversations.ts'

/** Whether a text field keeps the text: by the HTML standard it turns every CR and CRLF into LF. */
export function isTypeable({ turns }: Conversation): boolean {
  return turns.every(({ prompt }) => !prompt.includes('\r'))
}

/** Has a conversation by hand, in a new chat of an open tab: each prompt is typed when the answer before it is saved. */
export async function typeConversation(
  chat: ChatPage,
  conversation: Conversation,
  ids: TurnIds[],
  answerMs: number,
): ReturnType<PlayOne> {
  await chat.page.getByRole('button', { name: 'New chat' }).first().click()
  await chat.page.waitForURL((url) => !url.pathname.startsWith('/s/'))
  for (const [at, { prompt }] of conversation.turns.entries()) {
    await chat.say(prompt)
    const answerId = await savedId(chat, 'assistant', 2 * at + 1, answerMs)
    ids.push({ promptId: await savedId(chat, 'user', 2 * at, answerMs), answerId })
  }
  const sessionId = chat.sessionId()
  const live = await chat.rows()
  await chat.page.reload()
  await savedId(chat, 'assistant', 2 * ids.length - 1, answerMs)
  const views = [
    { way: 'Chromium', rows: live },
    { way: 'Chromium after a reload', rows: await chat.rows() },
  ]
  return { sessionId, heard: [], views }
}

/** The id of the message at an index, as soon as the tab shows it as saved. */
async function savedId(chat: ChatPage, role: string, index: number, ms: number): Promise<string> {
  const bubble = chat.page.locator(
    `[data-message-id][data-role="${role}"][data-message-index="${index}"][data-state="saved"]`,
  )
  await bubble.waitFor({ timeout: ms })
  return must(await bubble.getAttribute('data-message-id'), 'data-message-id')
}
