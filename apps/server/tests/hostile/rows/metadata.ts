import { LIMITS, RESERVED_METADATA_KEYS } from '@duck/protocol'
import { appends, type Call, ID, type Raw, refused } from '../case.ts'

const ROW =
  'metadata too deep, too large, not an object, `__proto__`, numbers JSON cannot keep, reserved keys'
const REFUSED = refused(400, 'BAD_REQUEST', 'metadata')

function nested(depth: number): object {
  return JSON.parse(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`)
}

export const METADATA: Call[] = appends(ROW, [
  ['at its depth', { metadata: nested(LIMITS.metadataDepth) }, null],
  ['one level deeper', { metadata: nested(LIMITS.metadataDepth + 1) }, REFUSED],
  ['1,000 levels', { metadata: nested(1_000) }, refused(400, 'BAD_REQUEST')],
  ['one byte too large', { metadata: { a: 'x'.repeat(LIMITS.metadataBytes - 7) } }, REFUSED],
  ...[null, [], [{}], 'text', 1, true].map(
    (metadata) => [JSON.stringify(metadata), { metadata }, REFUSED] as const,
  ),
  ...[2 ** 53, -(2 ** 53), 1e300].map((number) => [`${number}`, { metadata: { number } }, REFUSED] as const),
  ...RESERVED_METADATA_KEYS.map((key) => [`key ${key}`, { metadata: { [key]: 'mine' } }, REFUSED] as const),
])

/** What only text can say: `JSON.stringify` never writes it. */
const TEXTS: [what: string, metadata: string][] = [
  ['__proto__', '{"__proto__":{"polluted":true}}'],
  ['__proto__, deep', '{"a":[{"__proto__":null}]}'],
  ['__proto__, escaped', '{"\\u005f\\u005fproto__":{"polluted":true}}'],
  ['constructor.prototype', '{"constructor":{"prototype":{"polluted":true}},"model":1}'],
  ['an integer beyond 2^53', '{"n":9007199254740993}'],
  ['a number beyond every other', '{"n":1e999}'],
  ['half a surrogate pair', '{"a":"\\ud83e"}'],
  ['U+0000', '{"a\\u0000":1}'],
]

export const METADATA_TEXTS: Raw[] = TEXTS.flatMap(([what, metadata]) =>
  ['/trpc/message.append', '/api/messages/append'].map(
    (path): Raw => ({
      row: ROW,
      what,
      method: 'POST',
      path: () => path,
      body: ({ sessionId }) =>
        `{"sessionId":"${sessionId}","id":"${ID}","role":"user","content":"Quack","metadata":${metadata}}`,
      refusal: refused(400, 'BAD_REQUEST'),
    }),
  ),
)
