import type { Message, MessageList } from '@duck/protocol'
import { newestPage } from '../../../lib/message-cache.ts'
import { ackedRows } from '../../../lib/message-list.ts'
import { knownRows } from '../../../lib/message-pages.ts'
import type { Utils } from '../../../lib/trpc.ts'
import type { Known } from './reading-window.ts'
import { tailLow } from './tail-low.ts'

const EMPTY: MessageList = { messages: [], messageCount: 0, headId: null }

/** What the cache has of the session at this moment. */
export function knownOf(utils: Utils, sessionId: string): Known {
  const list = utils.message.list.getData(newestPage(sessionId)) ?? EMPTY
  const newest = ackedRows(list)
  const { messageCount, headId } = list
  const read = new Map<number, Message[]>()
  return {
    messageCount,
    headId,
    tailLow: tailLow(newest, messageCount),
    rowsOf: (page) => {
      const rows = read.get(page) ?? knownRows(utils, sessionId, page, newest)
      read.set(page, rows)
      return rows
    },
  }
}
