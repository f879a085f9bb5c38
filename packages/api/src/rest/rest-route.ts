import type { IncomingHttpHeaders } from 'node:http'
import type { Context } from '@duck/chat'
import type { ErrorCode } from '@duck/protocol'
import type { z } from 'zod'
import type { ReplyName } from './openapi/reply-schemas.ts'

/** One line of the table by which REST is served, described and tested. */
export interface RestRoute extends RouteFacts {
  /** The procedure's own schema. Fields that the path does not name stand in the query, or in the body of a POST or PATCH. */
  input: z.ZodObject
  /** @throws whatever the verb throws; ZodError for an input that does not fit. */
  answer(sent: Sent): Promise<RestReply>
}

/** What is sent to a route and what comes back, word for word; the tests send it and compare. */
export interface RouteExample {
  /** One word for programs; unique in the route. */
  name: string
  summary: string
  /** Fields of the input, wherever the route takes them from. */
  input: Record<string, unknown>
  headers?: Record<string, string>
  status: number
  /** The body; left out where there is none. */
  reply?: unknown
}

export interface RestReply {
  status: number
  body?: unknown
  headers?: Record<string, string>
}

interface RouteFacts {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Fields of the input in braces: `/api/sessions/{sessionId}`. */
  path: string
  /** The procedure that does the same. */
  procedure: string
  summary: string
  description: string
  /** Fields of the input that the server makes when they are not sent. */
  mayLeaveOut?: readonly string[]
  /** Request headers that mean something to this route, with what they mean. */
  takesHeaders?: Record<string, HeaderFacts>
  /** Replies of success by status; `body` names a schema, null is none. */
  replies: Record<
    number,
    { body: ReplyName | null; description: string; headers?: Record<string, HeaderFacts> }
  >
  /** What it may answer beside what every route may. */
  errors: readonly ErrorCode[]
  examples: readonly RouteExample[]
}

export interface HeaderFacts {
  description: string
  maxLength?: number
}

/** What a caller has sent: the input as it came, and the headers. */
interface Sent {
  ctx: Context
  given: unknown
  headers: IncomingHttpHeaders
}

interface RouteSpec<Schema extends z.ZodObject> extends RouteFacts {
  input: Schema
  /** Completes the input before it is looked at. */
  complete?: (sent: Sent) => unknown
  serve: (call: { ctx: Context; input: z.output<Schema>; headers: IncomingHttpHeaders }) => Promise<RestReply>
}

export function defineRoute<Schema extends z.ZodObject>(spec: RouteSpec<Schema>): RestRoute {
  const { complete, serve, ...facts } = spec
  return {
    ...facts,
    answer(sent) {
      const input = spec.input.parse(complete ? complete(sent) : sent.given)
      return serve({ ctx: sent.ctx, input, headers: sent.headers })
    },
  }
}

/** Names of the input's fields that stand in the path. */
export function pathFields({ path }: Pick<RestRoute, 'path'>): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
}

/** Whether the fields that are not in the path come as a JSON body. */
export function hasBody({ method }: Pick<RestRoute, 'method'>): boolean {
  return method === 'POST' || method === 'PATCH'
}
