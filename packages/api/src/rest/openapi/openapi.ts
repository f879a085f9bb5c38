import type { JsonSchema } from './json-schema.ts'

/** The parts of an OpenAPI 3.1 document that ours has. */
export interface OpenApi {
  openapi: string
  info: { title: string; version: string; description: string; license: { name: string; identifier: string } }
  servers: { url: string; description: string }[]
  security: Record<string, string[]>[]
  tags: { name: string; description: string }[]
  paths: Record<string, Record<string, Operation>>
  components: {
    schemas: Record<string, JsonSchema>
    responses: Record<string, Response>
    securitySchemes: Record<string, { type: string; scheme: string; description: string }>
  }
}

export interface Operation {
  operationId: string
  tags: string[]
  summary: string
  description: string
  parameters?: Parameter[]
  requestBody?: { required: boolean; content: Json }
  responses: Record<string, Response | Ref>
}

export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required: boolean
  description: string
  schema: JsonSchema
  examples?: Examples
}

export interface Response {
  description: string
  headers?: Record<string, { description: string; schema: JsonSchema }>
  content?: Json
}

export interface Ref {
  $ref: string
}

/** The one kind of body there is. */
export interface Json {
  'application/json': { schema: JsonSchema; example?: unknown; examples?: Examples }
}

/** By name. Those of an operation that have one name belong together: what is sent, and what comes back. */
export type Examples = Record<string, { summary?: string; value: unknown }>
