import type { ErrorClass, FinishReason, Metadata, Origin, Role, StreamStatus } from '@duck/protocol'
import { boolean, integer, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core'

const time = (name: string) => timestamp(name, { withTimezone: true })

export const chatSessions = pgTable('chat_sessions', {
  id: text('id').primaryKey(),
  userId: text('user_id').notNull(),
  title: text('title'),
  titleBy: text('title_by').$type<'user' | 'model'>(),
  model: text('model'),
  systemPrompt: text('system_prompt'),
  headId: uuid('head_id'),
  headSetAtCount: integer('head_set_at_count'),
  lastReadIndex: integer('last_read_index').notNull().default(-1),
  pinned: boolean('pinned').notNull().default(false),
  archivedAt: time('archived_at'),
  deletedAt: time('deleted_at'),
  createdAt: time('created_at').notNull().defaultNow(),
  updatedAt: time('updated_at').notNull().defaultNow(),
  lastMessageAt: time('last_message_at'),
})

export const messages = pgTable('messages', {
  id: uuid('id').primaryKey(),
  sessionId: text('session_id').notNull(),
  messageIndex: integer('message_index').notNull(),
  role: text('role').$type<Role>().notNull(),
  content: text('content').notNull(),
  metadata: jsonb('metadata').$type<Metadata>(),
  createdAt: time('created_at').notNull(),
  updatedAt: time('updated_at').notNull(),
  parentId: uuid('parent_id'),
  movesHead: boolean('moves_head').notNull(),
  origin: text('origin').$type<Origin>().notNull(),
  finishReason: text('finish_reason').$type<FinishReason>(),
})

export const messageStreams = pgTable('message_streams', {
  id: uuid('id').primaryKey(),
  sessionId: text('session_id').notNull(),
  promptId: uuid('prompt_id').notNull(),
  continueFrom: uuid('continue_from'),
  model: text('model').notNull(),
  status: text('status').$type<StreamStatus>().notNull(),
  serverId: uuid('server_id').notNull(),
  follows: text('follows').$type<'head' | 'prompt'>().notNull(),
  headAtOpen: uuid('head_at_open'),
  createdAt: time('created_at').notNull(),
  openedAt: time('opened_at'),
  endedAt: time('ended_at'),
  errorClass: text('error_class').$type<ErrorClass>(),
  stopAskedAt: time('stop_asked_at'),
})
