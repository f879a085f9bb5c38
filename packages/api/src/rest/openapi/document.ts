import { readFileSync } from 'node:fs'
import { LIMITS } from '@duck/protocol'
import { REST_ROUTES } from '../rest-routes.ts'
import { replySchemas } from './json-schema.ts'
import type { OpenApi } from './openapi.ts'
import { operationOf } from './operation.ts'
import { REPLY_SCHEMAS } from './reply-schemas.ts'
import { errorResponses, SCHEMAS } from './responses.ts'

const MIB = 1024 * 1024
const DESCRIPTION = `A chat that never loses, repeats, reorders or overwrites a message. Every message is one row with its place in its session, and stays as it was written.

**Signing in.** Send \`Authorization: Bearer …\` with an API key from Settings (\`dk_…\`), or with the \`token\` of a sign-in: \`POST /api/auth/sign-in/anonymous\` makes a guest where guests are let in, \`POST /api/auth/sign-in/email\` takes \`{ email, password }\`. A page of the app's own is known by its cookie.

**Once.** A write carries an id of the caller's choice. If no answer came, or a 5xx, send the same again: it was done once or not at all, and is done once then. After a 4xx nothing has changed.

**Bodies** are \`application/json\` in UTF-8, at most ${LIMITS.bodyBytes / MIB} MiB. Fields that are not known are refused. Another's session answers as one that is not there.

**Limits.** Too much at once is 429, and a server that cannot is 503: both say in \`Retry-After\` when to come again. A path over ${LIMITS.pathChars} characters is 414, and headers over 16 KiB are 431.`

/** What REST is, as OpenAPI 3.1: made of the routes' own schemas, so it cannot say anything else than they do. */
export function openApiDocument(): OpenApi {
  return {
    openapi: '3.1.0',
    info: {
      title: 'The Duck',
      version: ownVersion(),
      description: DESCRIPTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'The server that serves this document' }],
    security: [{ bearer: [] }],
    tags: [
      { name: 'session', description: 'Conversations and their settings.' },
      { name: 'message', description: 'What was said. Messages are added at the end, and read.' },
      { name: 'stream', description: 'Answers while they are being written.' },
    ],
    paths: pathsOf(),
    components: {
      schemas: replySchemas(REPLY_SCHEMAS, SCHEMAS),
      responses: errorResponses(),
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'An API key, or the token of a sign-in.',
        },
      },
    },
  }
}

function pathsOf(): OpenApi['paths'] {
  const paths: OpenApi['paths'] = {}
  for (const route of REST_ROUTES)
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(route) }
  return paths
}

function ownVersion(): string {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')
  return String((JSON.parse(text) as { version: unknown }).version)
}
