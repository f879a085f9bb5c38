import { LIMITS } from '@duck/protocol'
import { type Fixture, type Frame, type Raw, refused } from '../case.ts'

const BODIES = 'broken JSON, arrays, null, duplicate keys, wrong or no content type, forms'
const ORIGINS = 'foreign or `null` Origin, cross-site Sec-Fetch, foreign Host, WebSocket upgrade with either'
const WAYS = 'GET on a mutation; batch of 11; 5,000-character paths; slow headers or body'
const UNKNOWN_KEYS = 'unknown keys, `userId`, `messageIndex`, `createdAt` in an append'
const LARGE = 'content at the limit / one byte more; body over 2 MiB, chunked without a length'

type Place = Pick<Raw, 'method' | 'path'>
const post = (path: string): Place => ({ method: 'POST', path: () => path })

/** Where a body is needed: a procedure, the routes and the door. */
const NEEDED: Place[] = [
  post('/trpc/message.append'),
  post('/api/messages/append'),
  { method: 'PATCH', path: ({ sessionId }) => `/api/sessions/${sessionId}` },
  post('/api/auth/sign-in/email'),
]
/** Where one can be sent. */
const PLACES: Place[] = [
  ...NEEDED,
  post('/api/sessions'),
  { method: 'DELETE', path: ({ sessionId }) => `/api/sessions/${sessionId}` },
]
const DEPTH = 100_000

const BROKEN: [what: string, body: string][] = [
  ['cut off', '{"content": "Quack'],
  ['nothing', ''],
  ['no JSON', 'Quack'],
  ['an array', '["Quack"]'],
  ['null', 'null'],
  ['a text', '"Quack"'],
  ['a number', '7'],
  ['an empty object', '{}'],
  ['NaN', '{"content": NaN}'],
  ['single quotes', "{'content': 'Quack'}"],
  ['a comma too many', '{"content": "Quack",}'],
  ['two values', '{} {}'],
  ['a mark before it', '\ufeff{}'],
  ['100,000 arrays deep', `${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}`],
  ['100,000 arrays left open', '['.repeat(DEPTH)],
  ['100,000 objects deep', `${'{"a":'.repeat(DEPTH)}1${'}'.repeat(DEPTH)}`],
  ['__proto__', '{"__proto__": {"role": "user"}}'],
  ['constructor.prototype', '{"constructor": {"prototype": {"role": "user"}}}'],
]

/** An append in which a key stands twice: what the one who looks first sees must be what is done. */
const DUPLICATES = ({ sessionId }: Fixture) =>
  `{"sessionId":"${sessionId}","sessionId":"${sessionId}","id":"${crypto.randomUUID()}","role":"user","content":"a","content":"b"}`

const TYPES = [
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'text/html',
  'application/octet-stream',
  'x',
]

const FOREIGN: [what: string, headers: Record<string, string>][] = [
  ['a foreign Origin', { origin: 'https://evil.example' }],
  ['a null Origin', { origin: 'null' }],
  ['our own name with another scheme', { origin: 'ftp://127.0.0.1' }],
  ['a cross-site Sec-Fetch-Site', { 'sec-fetch-site': 'cross-site' }],
  ['a same-site Sec-Fetch-Site', { 'sec-fetch-site': 'same-site' }],
  ['a foreign Host', { host: 'evil.example' }],
  ['a foreign Host that looks like ours', { host: '127.0.0.1.evil.example' }],
]

export const REQUESTS: Raw[] = [
  ...NEEDED.flatMap((place) =>
    // A session may be changed in nothing.
    BROKEN.filter(([what]) => place.method === 'POST' || what !== 'an empty object').map(
      ([what, body]): Raw => ({ row: BODIES, what, ...place, body, refusal: { status: 400 } }),
    ),
  ),
  ...NEEDED.slice(0, 3).map(
    (place): Raw => ({
      row: BODIES,
      what: 'duplicate keys',
      ...place,
      body: place.method === 'PATCH' ? '{"title":"a","title":"b"}' : DUPLICATES,
      refusal: refused(400, 'BAD_REQUEST'),
    }),
  ),
  ...BROKEN.filter(([what]) => !['an empty object', 'a mark before it'].includes(what)).map(
    ([what, body]): Raw => ({ row: BODIES, what, ...post('/api/sessions'), body, refusal: { status: 400 } }),
  ),
  ...PLACES.flatMap((place) =>
    TYPES.map(
      (type): Raw => ({
        row: BODIES,
        what: `the type ${type}`,
        ...place,
        headers: { 'content-type': type },
        body: '{}',
        refusal: { status: 415 },
      }),
    ),
  ),
  ...[...PLACES, post('/api/auth/sign-in/anonymous'), post('/trpc/user.link')].flatMap((place) =>
    FOREIGN.map(
      ([what, headers]): Raw => ({
        row: ORIGINS,
        what,
        ...place,
        headers,
        body: '{}',
        refusal: refused(403, 'FORBIDDEN'),
      }),
    ),
  ),
  ...PLACES.map(
    (place): Raw => ({
      row: LARGE,
      what: 'a body over 2 MiB',
      ...place,
      body: ' '.repeat(LIMITS.bodyBytes + 1),
      refusal: { status: 413 },
    }),
  ),
  ...[
    ['POST', '/api/sessions', 'userId'],
    ['POST', '/api/sessions', 'createdAt'],
    ['PATCH', '/api/sessions/own', 'userId'],
    ['PATCH', '/api/sessions/own', 'sessionId'],
    ['PATCH', '/api/sessions/own', 'messageCount'],
    ['DELETE', '/api/sessions/own', 'forever'],
  ].map(
    ([method, path, key]): Raw => ({
      row: UNKNOWN_KEYS,
      what: `${key} in a ${method}`,
      method: method as Raw['method'],
      path: ({ sessionId }) => String(path).replace('own', sessionId),
      body: `{"${key}":true}`,
      refusal: refused(400, 'BAD_REQUEST', key),
    }),
  ),
  ...['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].map(
    (method): Raw => ({
      row: WAYS,
      what: `${method} where a POST belongs`,
      method: method as Raw['method'],
      path: () => '/api/messages/append',
      refusal: refused(405, 'METHOD_NOT_SUPPORTED'),
    }),
  ),
  ...['session.create', 'message.append', 'stream.start', 'apiKey.create', 'user.link'].map(
    (name): Raw => ({
      row: WAYS,
      what: `GET ${name}`,
      method: 'GET',
      path: () => `/trpc/${name}?input=${encodeURIComponent('{}')}`,
      refusal: refused(405, 'METHOD_NOT_SUPPORTED'),
    }),
  ),
  {
    row: WAYS,
    what: 'a batch of 11',
    method: 'GET',
    path: () =>
      `/trpc/${Array(LIMITS.batchCalls + 1)
        .fill('model.list')
        .join(',')}?batch=1&input={}`,
    refusal: { status: 400 },
  },
  {
    row: WAYS,
    what: 'a long path',
    method: 'GET',
    path: () => `/${'x'.repeat(5_000)}`,
    refusal: { status: 414 },
  },
  {
    row: WAYS,
    what: 'a long procedure',
    method: 'GET',
    path: () => `/trpc/${'x'.repeat(5_000)}`,
    refusal: { status: 414 },
  },
  {
    row: WAYS,
    what: 'a long session id',
    method: 'GET',
    path: () => `/api/sessions/${'x'.repeat(5_000)}/messages`,
    refusal: { status: 414 },
  },
  {
    row: WAYS,
    what: 'long headers',
    method: 'GET',
    path: () => '/healthz',
    headers: { x: 'x'.repeat(32_768) },
    refusal: { status: 431 },
  },
]

export const FRAMES: Frame[] = [
  ...BROKEN.filter(([what]) => what !== 'a mark before it').map(
    ([what, frame]): Frame => ({ row: BODIES, what, frame, refusal: null }),
  ),
  { row: BODIES, what: 'bytes', frame: new Uint8Array([0, 255, 1]), refusal: null },
  { row: BODIES, what: 'no id', frame: '{"method":"query","params":{"path":"model.list"}}', refusal: null },
  {
    row: BODIES,
    what: 'an unknown method',
    frame: '{"id":1,"method":"destroy","params":{"path":"model.list"}}',
    refusal: null,
  },
  { row: BODIES, what: 'no path', frame: '{"id":1,"method":"query","params":{}}', refusal: null },
  {
    row: BODIES,
    what: 'a path of the prototype',
    frame: '{"id":1,"method":"query","params":{"path":"__proto__"}}',
    refusal: refused(404, 'NOT_FOUND'),
  },
  {
    row: BODIES,
    what: 'a path of an object',
    frame: '{"id":1,"method":"query","params":{"path":"constructor.name"}}',
    refusal: refused(404, 'NOT_FOUND'),
  },
  {
    row: WAYS,
    what: 'a query on a mutation',
    frame: '{"id":1,"method":"query","params":{"path":"session.create","input":{}}}',
    refusal: { status: 404 },
  },
  {
    row: BODIES,
    what: '__proto__ in the input',
    frame:
      '{"id":1,"method":"mutation","params":{"path":"session.create","input":{"__proto__":{"title":"x"},"x":1}}}',
    refusal: refused(400, 'BAD_REQUEST'),
  },
]
