import type { Call, Frame, Raw } from './case.ts'
import { CONTENT } from './rows/content.ts'
import { FEEDBACK } from './rows/feedback.ts'
import { IDS, NUMBER_CALLS, NUMBER_TEXTS } from './rows/ids.ts'
import { METADATA, METADATA_TEXTS } from './rows/metadata.ts'
import { FRAMES, REQUESTS } from './rows/requests.ts'
import { SEARCHES } from './rows/search.ts'

/** Every kind of hostile input there is to answer. */
export const ROWS = [
  'U+0000 or a lone surrogate in content, title, metadata',
  'emoji, ZWJ, bidi marks, U+2028, BOM, NFD, CRLF, spaces at the ends',
  'empty or blank user content',
  'content at the limit / one byte more; body over 2 MiB, chunked without a length',
  'metadata too deep, too large, not an object, `__proto__`, numbers JSON cannot keep, reserved keys',
  'a row with odd or deep metadata or 5 MB content put in by SQL',
  'unknown keys, `userId`, `messageIndex`, `createdAt` in an append',
  'session id too long, with `../`, quotes, NUL',
  "session id: someone else's or unknown",
  "a message id that is no UUID; reused with other content; used in another session; a stream's id",
  'negative, fractional, huge, NaN or text where an index or limit belongs',
  'broken JSON, arrays, null, duplicate keys, wrong or no content type, forms',
  'foreign or `null` Origin, cross-site Sec-Fetch, foreign Host, WebSocket upgrade with either',
  'GET on a mutation; batch of 11; 5,000-character paths; slow headers or body',
  '101st WebSocket, 51st queued answer, append flood, also over WebSocket frames',
  'a sixth running answer',
  'markdown: script, event handlers, `javascript:`/`data:` links, SVG, style, form, remote images',
  '100 kB of `[`, nested `>` ×5,000, 10,000-column table, unclosed fence while streaming',
  'search text `(`, `%`, `_`, `\\`, 10 kB',
  'a model URL set by a user that points inside',
  'tokens that look like framing (`data:`, CRLF, JSON)',
  'keys, cookies, passwords anywhere',
] as const
export type Row = (typeof ROWS)[number]

/** A row, or a part of one, that needs more than a request: the test that has it, by its file and its title. */
export const ELSEWHERE: readonly { row: Row; file: string; title: string }[] = [
  {
    row: 'content at the limit / one byte more; body over 2 MiB, chunked without a length',
    file: 'apps/server/tests/http.test.ts',
    title: 'a body over 2 MiB is 413: by its length before it is sent, in chunks as soon as it is over',
  },
  {
    row: 'a row with odd or deep metadata or 5 MB content put in by SQL',
    file: 'apps/server/tests/hostile/odd-rows.test.ts',
    title: 'rows that no call can make leave the rest of their session as it is',
  },
  {
    row: 'foreign or `null` Origin, cross-site Sec-Fetch, foreign Host, WebSocket upgrade with either',
    file: 'apps/server/tests/hostile/hostile.test.ts',
    title: 'a WebSocket upgrade with %s is refused before there is one',
  },
  {
    row: '101st WebSocket, 51st queued answer, append flood, also over WebSocket frames',
    file: 'packages/chat/src/message/send.pg.test.ts',
    title: 'the fifty-first that waits is refused with nothing stored',
  },
  {
    row: '101st WebSocket, 51st queued answer, append flood, also over WebSocket frames',
    file: 'apps/server/tests/limits.test.ts',
    title: 'the 101st WebSocket of a user is 429',
  },
  {
    row: '101st WebSocket, 51st queued answer, append flood, also over WebSocket frames',
    file: 'apps/server/tests/limits.test.ts',
    title: 'appends count alike by every way',
  },
  {
    row: 'GET on a mutation; batch of 11; 5,000-character paths; slow headers or body',
    file: 'apps/server/src/http/create-http.test.ts',
    title: 'a client is given no more than a minute for its headers or its body',
  },
  {
    row: 'a sixth running answer',
    file: 'packages/chat/src/message/send.pg.test.ts',
    title: 'a sixth running answer waits',
  },
  {
    row: 'markdown: script, event handlers, `javascript:`/`data:` links, SVG, style, form, remote images',
    file: 'apps/server/tests/markdown/markdown.browser.test.ts',
    title: 'no payload does anything as message or as answer',
  },
  {
    row: '100 kB of `[`, nested `>` ×5,000, 10,000-column table, unclosed fence while streaming',
    file: 'apps/server/tests/markdown/heavy.browser.test.ts',
    title: 'typing goes on while it is written',
  },
  {
    // Not yet possible: no call takes a URL, and that is what is tested.
    row: 'a model URL set by a user that points inside',
    file: 'apps/server/tests/hostile/no-url-input.test.ts',
    title: 'no procedure takes a URL',
  },
  {
    row: 'keys, cookies, passwords anywhere',
    file: 'apps/server/tests/hostile/canary.test.ts',
    title: 'nothing that anybody said or keeps secret',
  },
]

export const CALLS: readonly Call[] = [
  ...CONTENT,
  ...FEEDBACK,
  ...METADATA,
  ...IDS,
  ...NUMBER_CALLS,
  ...SEARCHES,
]
export const RAWS: readonly Raw[] = [...METADATA_TEXTS, ...NUMBER_TEXTS, ...REQUESTS]
export { FRAMES }

/** Whatever is sent as a case, by its row. */
export const ALL: readonly (Call | Raw | Frame)[] = [...CALLS, ...RAWS, ...FRAMES]
