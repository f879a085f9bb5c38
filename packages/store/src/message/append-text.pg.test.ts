import { expect, test } from 'vitest'
import { append } from '../testing/rows.ts'
import { useDb } from '../testing/use-db.ts'
import { getMessage } from './get.ts'
import { listMessages } from './list.ts'

const store = useDb()
const SURROGATES = [0xd800, 0xdfff] as const
const LAST_CODE_POINT = 0x10ffff
const AT_ONCE = 0x2000

const TEXTS: [string, string][] = [
  ['emoji and a ZWJ family', '🦆 👩‍👩‍👧‍👦 🏴‍☠️'],
  ['bidi marks', '\u202eabc\u202c \u2067שלום\u2069 \u061c'],
  ['U+2028 and U+2029', 'one\u2028two\u2029three'],
  ['a byte order mark at the start', '\ufeffQuack'],
  ['decomposed letters', 'e\u0301 A\u030a 한'.normalize('NFD')],
  ['composed letters', 'é Å 한'.normalize('NFC')],
  ['CRLF, CR and LF', 'a\r\nb\rc\nd'],
  ['spaces at the ends', ' \t\u00a0 Quack \n\n '],
  ['nothing but a newline', '\n'],
  ['no character', ''],
  ['control characters', '\u0001\u0007\u001b[31m\u007f\u0085'],
  ['noncharacters', '\ufffe\uffff\u{1fffe}\u{10ffff}'],
  ['what SQL, JSON and arrays quote', `'; drop table messages; -- "\\" {1,"2",NULL} $$ $1 \\u0041 %s`],
  ['what looks like framing', 'data: {"x":1}\r\n\r\nevent: end\nid: 3'],
]

test.each(TEXTS)('%s: read back as written', async (_what, content) => {
  const sessionId = await store.newSession()
  const message = await append(store.db, sessionId, { content, metadata: { [content]: content } })
  expect(message.content).toBe(content)
  expect(await getMessage(store.db, 'local', message.id)).toEqual(message)
  expect((await listMessages(store.db, { userId: 'local', sessionId })).messages).toEqual([message])
})

test('every code point that can be stored is read back', async () => {
  const sessionId = await store.newSession()
  for (let from = 1; from <= LAST_CODE_POINT; from += AT_ONCE) {
    const content = codePoints(from, Math.min(from + AT_ONCE - 1, LAST_CODE_POINT))
    const { id } = await append(store.db, sessionId, { content })
    const stored = await getMessage(store.db, 'local', id)
    // Not by an equality that would print a megabyte.
    expect(stored.content === content).toBe(true)
  }
})

test('a text of 1 MiB is read back', async () => {
  const content = '🦆'.repeat(1024 * 256)
  const { id } = await append(store.db, await store.newSession(), { content })
  expect((await getMessage(store.db, 'local', id)).content === content).toBe(true)
})

function codePoints(from: number, to: number): string {
  let text = ''
  for (let point = from; point <= to; point++)
    if (point < SURROGATES[0] || point > SURROGATES[1]) text += String.fromCodePoint(point)
  return text
}
